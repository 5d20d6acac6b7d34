"""The verbs of a hearing."""
