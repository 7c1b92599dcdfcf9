"""Rules of the Federal Acquisition Regulation, in the codified and in the overhaul text."""
