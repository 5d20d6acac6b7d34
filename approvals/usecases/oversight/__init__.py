"""The supervising office asks, the department answers, the supervisor closes."""
