"""Rules that stand in the United States Code itself."""
