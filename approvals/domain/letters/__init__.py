"""The facts of every letter the house sends: frozen, complete by construction, stored as JSON beside the paper."""
