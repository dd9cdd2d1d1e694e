"""Tests of the negotiation room."""
