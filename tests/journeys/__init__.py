"""The brochure, told as stories that run."""
