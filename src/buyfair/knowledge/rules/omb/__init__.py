"""Memoranda of the Office of Management and Budget."""
