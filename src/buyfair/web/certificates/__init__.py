"""Certificates that a supplier signs: due, received, relied on with what was known, challenged, answered, renewed."""
