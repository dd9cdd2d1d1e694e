"""What the operator can have done: check-ups, and loading the demo."""
