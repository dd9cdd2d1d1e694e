"""Whole flows as a person would do them, in a real browser against a real server."""
