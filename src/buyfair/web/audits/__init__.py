"""Contract texts held against the law, one or an office's whole folder, and each gap followed until it is closed."""
