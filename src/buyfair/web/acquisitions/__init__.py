"""Planned purchases: what is bought is told once, and the page says what binds and what is still to be found out."""
