"""Settings, database and time: no rule of law, no request."""
