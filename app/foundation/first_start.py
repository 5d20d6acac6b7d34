"""Where it is kept that the city of the first start is half built."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.foundation.settings import Settings


def unfinished(settings: Settings) -> Path:
    """Stands in the data folder while the demo city of this very database is being built, and only then."""
    which = hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]
    return settings.home / f"demo-city-{which}.unfinished"
