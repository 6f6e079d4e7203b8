"""Lesson 1: core concepts."""
