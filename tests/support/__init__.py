"""What the tests stand on: throw-away databases, a real Valkey, the real processes, a real browser."""
