"""Commands of leads for whoever runs the installation."""
