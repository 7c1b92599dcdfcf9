"""Indicators, one file each: a question put to every award, with its card; the folder is the register."""
