"""Lesson 6: error handling."""
