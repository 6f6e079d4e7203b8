"""The web interface, one package for each version."""
