"""Stages, dates and gates of a track: pure, no clock of its own."""
