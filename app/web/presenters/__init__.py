"""Words: how the facts of the house are said to a person, in Chinese and in English."""
