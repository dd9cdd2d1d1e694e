"""Tests of the simulated customer."""
