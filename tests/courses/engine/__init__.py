"""Tests of the courses engine."""
