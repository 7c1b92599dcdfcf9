"""The vocabulary of column expressions and the engine connection: the only floor that knows the engine's library."""
