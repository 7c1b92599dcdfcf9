"""The tables of Buyfair as plain declarations: name, type, unit, and what a cell says."""
