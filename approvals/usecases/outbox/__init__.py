"""The workers' verbs on outbox rows: take some, finish each, or give it back."""
