"""The course as a path: modules, lessons, what is open and why, and the way back to where one was."""
