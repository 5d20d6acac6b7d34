"""What a person does with its own account."""
