"""Tests of the quizzes room."""
