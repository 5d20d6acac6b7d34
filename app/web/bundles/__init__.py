"""The 统一确认 of a case as files, for the enterprise and the steward."""
