"""The vocabulary that checks are written in, and the words of their failures."""
