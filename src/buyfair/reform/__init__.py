"""The policy lab: what a reform would change on an assessed portfolio, before anybody enacts it."""
