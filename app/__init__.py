"""The doors and the wiring; this package imports nothing, so that the house stays free of circles."""
