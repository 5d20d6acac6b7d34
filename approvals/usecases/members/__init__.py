"""Who an enterprise lets in and sends away, and its own data."""
