"""Telling those concerned, once."""
