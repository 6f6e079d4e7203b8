"""Lesson 5: authentication and security."""
