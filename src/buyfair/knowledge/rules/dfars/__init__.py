"""Rules of the Defense supplement to the FAR and of its procedures, guidance and information."""
