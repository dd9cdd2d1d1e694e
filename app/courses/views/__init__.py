"""The course over HTTP: reading it, searching it, notes, moving a class on, previews of drafts."""
