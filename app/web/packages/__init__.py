"""Similar projects applied for together."""
