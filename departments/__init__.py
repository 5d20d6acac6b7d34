"""Who decides, what they decide, on which days."""
