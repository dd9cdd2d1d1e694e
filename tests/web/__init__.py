"""Tests of the shell and the design system."""
