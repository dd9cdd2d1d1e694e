"""Every route, every role: who may come in, and that no organisation sees another."""
