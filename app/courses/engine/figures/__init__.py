"""Figures of the lessons, drawn as SVG text with a table that says the same."""
