"""Tests of reading, checking and rendering content."""
