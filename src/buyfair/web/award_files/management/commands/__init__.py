"""Commands of award files for whoever runs the installation."""
