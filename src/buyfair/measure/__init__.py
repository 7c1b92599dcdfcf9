"""Says how far a line or an award is exposed, between which bounds, and why. Knows no list, good or country by name."""
