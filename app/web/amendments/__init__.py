"""Changing a filing after it was handed in: the room that the applicant and the window share."""
