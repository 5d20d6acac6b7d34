"""The window clerk's verbs."""
