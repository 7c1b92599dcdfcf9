"""What people see of a summary: the terminal picture, the report page, and the words that both use."""
