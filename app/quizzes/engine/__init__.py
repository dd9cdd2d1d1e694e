"""Pure rules of asking and marking: drawing, permuting, folding answers, scoring. No clock, no database."""
