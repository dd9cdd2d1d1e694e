"""Colleges and companies, their classes, and who belongs to them in which role."""
