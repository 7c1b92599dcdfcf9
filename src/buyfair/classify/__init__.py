"""Says what a line buys: its kind, sector and goods, and what decided. Knows no code, good or sector by name."""
