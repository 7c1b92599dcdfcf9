"""The law as rules: a folder per body that made it, a file per subject; the folder is the register."""
