"""Content: the files under courses/ and scenarios/ read, checked and turned into plain documents. No web, no database."""
