"""What every page stands on: who somebody is, what a role may open, the frame of a page."""
