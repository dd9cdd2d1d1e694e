"""Reading of lists of people: pure, no database, no web."""
