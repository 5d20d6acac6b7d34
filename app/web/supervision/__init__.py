"""The room of the supervisors: what is open, what is overdue, and with whom."""
