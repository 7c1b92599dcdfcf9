"""The dossier of one award as a page, and its copies for the file."""
