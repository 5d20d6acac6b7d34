"""The examiner's and the head's verbs."""
