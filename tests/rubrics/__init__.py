"""Rubrics, sheets and marking mathematics."""
