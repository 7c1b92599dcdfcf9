"""The web application: pages over the same modules that the command uses, and the casework of people."""
