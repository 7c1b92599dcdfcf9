"""The resources of the API, one file each; the folder is the register."""
