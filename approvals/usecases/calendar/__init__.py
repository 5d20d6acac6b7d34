"""A year's notice comes into the calendar: one administrator proposes it, another confirms it."""
