"""Tests of the sandbox CRM."""
