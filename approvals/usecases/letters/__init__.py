"""The workers' verbs on letters."""
