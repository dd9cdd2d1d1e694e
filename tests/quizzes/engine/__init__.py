"""Tests of the quizzes engine."""
