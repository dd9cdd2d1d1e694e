"""Import and export: a person's own data in one file."""
