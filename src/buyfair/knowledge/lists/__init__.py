"""Official lists: each folder holds its card, its listings in our own schema, and a reader of the official file."""
