"""Frozen documents, the cache by hash, and what has changed between two versions. Pure."""
