"""What marks add up to: pure, exact."""
