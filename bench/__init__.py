"""Measurements: ``make bench`` prints them as ``name: value``. Only ratios from one run compare."""
