"""Buyfair: what the US government buys, and at whose risk."""

__version__ = "0.1.0"
