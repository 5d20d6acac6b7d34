"""Three to ten lines each: claim, then one use-case per row."""
