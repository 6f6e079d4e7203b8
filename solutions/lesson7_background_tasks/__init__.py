"""Lesson 7: background tasks."""
