"""The bundled sample of award lines: made by us with a seeded generator, every supplier in it is fictional."""
