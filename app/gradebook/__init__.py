"""Marks of a class and of oneself: where each came from, and what it counts."""
