"""The desk of a department: its queue, and one track at a time."""
