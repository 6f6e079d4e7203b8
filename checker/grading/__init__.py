"""Many submissions: found, taken in safely, judged side by side, and listed."""
