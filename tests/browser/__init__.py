"""The house through a real browser: the main job clicked, every page looked at, bad input met."""
