"""Which keys seal: what is unknown, missing or unsafe refuses to start, with every reason at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adapters.printing import LazySealer
from app.adapters.seal_report import NOT_SEALED
from app.foundation.settings import Settings, SettingsRefused
from tests.support.installation import environment_for

TABLE = '[[seal]]\norgan = "某局"\nseal = "organ"\nkey = "label"\n'


def settings(home: Path, **said: str) -> Settings:
    named = {"BINGLIAN_SEALER" + (f"_{name}" if name != "KIND" else ""): value for name, value in said.items()}
    return Settings.from_environment(environment_for("sqlite://", home=home) | named)


def problems(home: Path, **said: str) -> list[str]:
    with pytest.raises(SettingsRefused) as refused:
        settings(home, **said)
    return refused.value.problems


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for name, text in (("keys.toml", TABLE), ("trust.pem", "-"), ("module.so", "-")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {"KEYS": str(tmp_path / "keys.toml"), "TRUST": str(tmp_path / "trust.pem")}


def test_without_a_word_the_house_s_own_key_files_seal_and_no_seal_is_real(tmp_path: Path) -> None:
    found = settings(tmp_path).sealer
    assert (found.kind, found.is_real) == ("files", False)


def test_a_device_and_a_service_need_all_that_is_theirs(tmp_path: Path, files: dict[str, str]) -> None:
    device = settings(
        tmp_path, KIND="pkcs11", MODULE=str(tmp_path / "module.so"), TOKEN="t", PIN="2468", **files
    ).sealer
    assert (device.is_real, dict(device.keys)) == (True, {("某局", "organ"): "label"})
    service = settings(tmp_path, KIND="remote", URL="https://sign.internal/", ACCESS="token", **files).sealer
    assert (service.url, service.pin) == ("https://sign.internal", "")
    assert "2468" not in repr(device) and "token" not in repr(service).replace("token=", "")
    assert problems(tmp_path, KIND="pkcs11", TOKEN="t", PIN="2468", **files) == [
        "BINGLIAN_SEALER_MODULE is required with BINGLIAN_SEALER=pkcs11"
    ]
    missing = problems(tmp_path, KIND="remote")
    assert [one.split()[0] for one in missing] == [f"BINGLIAN_SEALER_{n}" for n in ("ACCESS", "KEYS", "TRUST", "URL")]


@pytest.mark.parametrize(
    "said, reason",
    [
        ({"KIND": "usb"}, "BINGLIAN_SEALER must be one of files, pkcs11, remote, sm2, not 'usb'"),
        ({"URL": "https://sign.internal"}, "BINGLIAN_SEALER_URL is set, but BINGLIAN_SEALER=files does not use it"),
        (
            {"KIND": "sm2"},
            "BINGLIAN_SEALER=sm2 needs BINGLIAN_SEALER_PROVIDER=package.module:function, the provider of the national "
            "seal service (GB/T 38540); none comes with Binglian",
        ),
        ({"KIND": "sm2", "PROVIDER": "nothing.here:make"}, "names nothing that is installed: 'nothing.here:make'"),
    ],
)
def test_what_cannot_seal_refuses_to_start_and_says_why(tmp_path: Path, said: dict[str, str], reason: str) -> None:
    (problem,) = problems(tmp_path, **said)
    assert problem.endswith(reason)


@pytest.mark.parametrize(
    "url, is_fine", [("http://sign.internal", False), ("http://127.0.0.1:8", True), ("ftp://x", False)]
)
def test_a_pin_goes_over_no_open_line(tmp_path: Path, files: dict[str, str], url: str, is_fine: bool) -> None:
    said = {"KIND": "remote", "URL": url, "ACCESS": "token", **files}
    if is_fine:
        assert settings(tmp_path, **said).sealer.url == url
    else:
        assert problems(tmp_path, **said) == ["BINGLIAN_SEALER_URL must be an https:// address"]


@pytest.mark.parametrize(
    "table", [TABLE * 2, TABLE.replace("organ =", "organs ="), TABLE.replace('"organ"', '"big"'), "x"]
)
def test_a_table_of_keys_is_read_to_the_letter(tmp_path: Path, files: dict[str, str], table: str) -> None:
    (tmp_path / "keys.toml").write_text(table, encoding="utf-8")
    found = problems(tmp_path, KIND="remote", URL="https://sign.internal", ACCESS="token", **files)
    assert found and all(one.startswith("BINGLIAN_SEALER_KEYS") for one in found)


class Provided:
    """A provider's sealer, as far as the house needs it here."""

    def check(self, pdf: bytes) -> object:
        return NOT_SEALED


def provide() -> Provided:
    """What `BINGLIAN_SEALER_PROVIDER` may name."""
    return Provided()


def test_a_provider_of_the_national_service_takes_the_sealer_s_place(tmp_path: Path) -> None:
    found = settings(tmp_path, KIND="sm2", PROVIDER=f"{__name__}:provide").sealer
    assert found.is_real
    assert isinstance(LazySealer(found, tmp_path, "secret").load(), Provided)
