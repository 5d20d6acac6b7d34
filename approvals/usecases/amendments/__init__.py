"""A filing amended after it was handed in: proposed by one side, agreed to by the other."""
