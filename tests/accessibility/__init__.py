"""Every page through axe, in both languages, two widths, light and dark."""
