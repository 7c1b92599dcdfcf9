"""The risk register: what is done about each risk of the portfolio, by whom, until when, and who was told of it."""
