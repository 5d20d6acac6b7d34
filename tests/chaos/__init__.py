"""The house under fire: named crash points, random kills, planted bugs, and what must be true afterwards."""
