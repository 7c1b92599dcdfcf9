"""Commands of the operator: manage.py NAME."""
