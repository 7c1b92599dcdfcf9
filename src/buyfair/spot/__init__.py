"""Finds in a written text what stands there: sentences with their place, clauses, statements of what was done and when.

Patterns and words are values given by the caller; nothing here knows a clause, a rule or a plan.
"""
