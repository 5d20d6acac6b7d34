"""The workers' verbs on outbox rows: take one, finish it, or give it back."""
