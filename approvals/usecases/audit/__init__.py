"""Keeping the record of what happened beyond doubt: the heads of the case chains are sealed outside the database."""
