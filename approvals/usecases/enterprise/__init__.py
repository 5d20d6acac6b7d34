"""The applicant's verbs."""
