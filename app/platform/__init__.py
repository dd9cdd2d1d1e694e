"""Plumbing shared by all rooms: database, guards, errors, languages, jobs, mail, files. Knows no room."""
