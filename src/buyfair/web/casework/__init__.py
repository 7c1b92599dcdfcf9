"""The engine of cases: flows, moves, events, documents, deadlines. It knows no subject."""
