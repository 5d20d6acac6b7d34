"""What the running installation was told, for those below the doors."""

from __future__ import annotations

from flask import current_app

from app.foundation.settings import Settings


def settings() -> Settings:
    """The settings of the application whose context is open."""
    found: Settings = current_app.extensions["binglian.settings"]
    return found
