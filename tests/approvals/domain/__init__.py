"""Tests at mirrored addresses."""
