"""How long a check takes, beside what plain pytest takes for the same."""
