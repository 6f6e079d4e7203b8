"""The checks: one pytest module a lesson, each check marked with its step."""
