"""Photographs of every page, for looking at: ``make shots``."""
