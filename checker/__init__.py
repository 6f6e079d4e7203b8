"""The checker of the FastAPI Production Mastery course: lessons in, verdicts out."""

__version__ = "0.1.0"
