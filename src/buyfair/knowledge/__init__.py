"""What Buyfair knows: many independent pieces, each a file with its source; a folder is its own register."""
