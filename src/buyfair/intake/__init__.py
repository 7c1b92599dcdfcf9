"""The only floor that opens a file: feeds in, canonical lines out, every dollar accounted for."""
