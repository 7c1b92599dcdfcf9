"""Compares names of parties: what met, what differed, and how likely the two strings name the same party."""
