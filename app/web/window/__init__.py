"""The integrated window: what arrived, and the five days to answer."""
