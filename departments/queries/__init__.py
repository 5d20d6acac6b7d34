"""Reads for pages: frozen rows out, never a write."""
