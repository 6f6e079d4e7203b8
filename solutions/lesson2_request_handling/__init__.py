"""Lesson 2: request handling."""
