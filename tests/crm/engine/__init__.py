"""Tests of the pure part: readers, comparators, alignment, the formula, dossiers."""
