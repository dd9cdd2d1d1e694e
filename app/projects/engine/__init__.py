"""Pure parts of team projects: task books, gates, and results computed from frozen inputs."""
