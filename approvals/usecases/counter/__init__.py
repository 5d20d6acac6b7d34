"""A clerk at the counter fills in a filing on behalf of an applicant, who confirms it (帮办代办)."""
