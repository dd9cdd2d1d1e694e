"""Rules of the house, proven on the house and on planted violations."""
