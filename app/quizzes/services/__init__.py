"""What may be done to attempts: start, answer, submit, check oneself. Nothing here commits."""
