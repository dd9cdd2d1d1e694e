"""Pure marking mathematics: rubrics, sheets, panels, composites, individuals, flags.

Standard library only, no clock, no chance. Every mark is a ``fractions.Fraction`` until it is published;
publishing rounds half up (四舍五入) to one decimal, and totals are made of published values so that a
student can redo them on a calculator. The formulas and their expected numbers are those of
``tests/rubrics/scheme.json``.
"""
