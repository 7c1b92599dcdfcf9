"""The written pages of the method as they stand in docs/."""
