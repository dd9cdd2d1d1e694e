"""The shell: layout, navigation, home, error pages, the design system."""
