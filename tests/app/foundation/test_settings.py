"""The environment says who signs in with a second factor."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.foundation.settings import TOTP_ROLES_OF_A_CITY, Settings, SettingsRefused
from departments.domain.actor import Role
from tests.support.installation import environment_for


def roles(tmp_path: Path, mode: str, said: str | None) -> frozenset[Role]:
    environ = environment_for("sqlite://", home=tmp_path) | {
        "BINGLIAN_MODE": mode,
        "BINGLIAN_SEAL_KEY": "chain-heads.pem",
    }
    if said is not None:
        environ["BINGLIAN_TOTP_REQUIRED_ROLES"] = said
    return Settings.from_environment(environ).totp_required_roles


@pytest.mark.parametrize(
    ("mode", "said", "wanted"),
    [
        ("demo", None, ()),
        ("demo", "head, admin", (Role.HEAD, Role.ADMIN)),
        ("city", None, TOTP_ROLES_OF_A_CITY),
        ("city", "", TOTP_ROLES_OF_A_CITY),
        ("city", "none", ()),
    ],
)
def test_a_city_asks_those_who_decide_and_the_demo_asks_nobody(
    tmp_path: Path, mode: str, said: str | None, wanted: tuple[Role, ...]
) -> None:
    assert roles(tmp_path, mode, said) == frozenset(wanted)


@pytest.mark.parametrize("said", ["heads", "system", "head;admin"])
def test_a_role_nobody_has_refuses_to_start(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsRefused, match="BINGLIAN_TOTP_REQUIRED_ROLES"):
        roles(tmp_path, "city", said)


def test_a_city_says_after_how_many_working_days_a_bad_rating_is_late(tmp_path: Path) -> None:
    environ = environment_for("sqlite://", home=tmp_path)
    assert Settings.from_environment(environ).rating_days == 15
    assert Settings.from_environment(environ | {"BINGLIAN_RATING_DAYS": "5"}).rating_days == 5
    for wrong in ("0", "61", "soon"):
        with pytest.raises(SettingsRefused, match="BINGLIAN_RATING_DAYS"):
            Settings.from_environment(environ | {"BINGLIAN_RATING_DAYS": wrong})
