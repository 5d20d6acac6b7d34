"""The room of everybody: guide, plan, progress, verification, and the door to sign in."""
