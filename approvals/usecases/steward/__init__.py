"""The steward's verbs."""
