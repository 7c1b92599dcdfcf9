"""How grave each harm is, one reasoned file each."""
