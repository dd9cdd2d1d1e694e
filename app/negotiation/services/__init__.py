"""The four steps of 针锋相对 as verbs, the second try, and what a teacher does with runs."""
