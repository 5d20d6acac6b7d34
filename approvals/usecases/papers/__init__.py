"""What the house does with papers by itself."""
