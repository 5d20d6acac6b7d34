"""Printing and sealing what was numbered."""
