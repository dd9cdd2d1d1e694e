"""Negotiation: role-play against customer archetypes in four steps (针锋相对)."""
