"""What becomes of a promise after it was signed: kept, broken, excused, verified."""
