"""What machines ask: alive, ready, how much."""
