"""The file of an enterprise, its members and its papers."""
