"""What the database remembers about team projects, and the rules it keeps by itself."""
