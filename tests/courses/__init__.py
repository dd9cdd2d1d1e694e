"""Tests of the courses room."""
