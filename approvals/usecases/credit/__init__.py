"""What goes on an enterprise's credit record, and how it is repaired."""
