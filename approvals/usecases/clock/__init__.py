"""What the law does by itself when a day comes: verbs of the system."""
