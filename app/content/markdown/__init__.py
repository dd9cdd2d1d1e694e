"""Lessons from Markdown to clean HTML, with places left open for questions, facts and figures."""
