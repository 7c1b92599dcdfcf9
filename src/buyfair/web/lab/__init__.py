"""The policy lab on pages: a reform tried on the portfolio that the site shows, read by everybody, written by anybody."""
