"""Version 1 of the web interface."""
