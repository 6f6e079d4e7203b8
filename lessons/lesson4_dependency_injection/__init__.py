"""Lesson 4: dependency injection."""
