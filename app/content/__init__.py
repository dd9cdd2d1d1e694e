"""Content: the files of courses/ and scenarios/, read, checked and made into plain documents."""
