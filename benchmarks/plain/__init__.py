"""What each lesson's checks ask, as plain pytest tests in the process of the app."""
