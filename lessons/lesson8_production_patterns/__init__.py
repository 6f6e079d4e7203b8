"""Lesson 8: production patterns."""
