"""Tests of published content."""
