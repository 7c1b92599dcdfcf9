"""What the templates of a dossier ask for by name."""
