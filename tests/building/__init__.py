"""Tests about the building itself: what may stand where, and how large it may be."""
