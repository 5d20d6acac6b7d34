"""The case, its parallel tracks, its clocks, papers, promises and letters."""
