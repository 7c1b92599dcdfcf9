"""The portfolio: what was bought, how much of it is tied to forced or child labor, and what to look at first."""
