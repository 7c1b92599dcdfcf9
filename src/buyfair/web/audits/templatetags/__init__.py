"""How pages of contract texts write what is chosen."""
