"""Commands of the portfolio for whoever runs the installation."""
