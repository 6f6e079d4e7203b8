"""Lesson 3: response handling."""
