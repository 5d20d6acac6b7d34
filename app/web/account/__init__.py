"""What everybody who signs in has: the bell and the language."""
