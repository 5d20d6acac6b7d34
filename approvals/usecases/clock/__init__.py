"""What the law does by itself when a day has passed; the workers call these as the system."""
