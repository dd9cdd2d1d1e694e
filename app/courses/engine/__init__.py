"""Pure rules of studying: completion, unlocking, progress, dates, reading time and figures."""
