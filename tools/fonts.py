"""The fonts of letters and pages: Fandol from a Debian package, Noto Serif SC as the wide fallback, one fonts.conf.

Nothing is installed into the system and no root is needed: the package is downloaded and unpacked into var/fonts.
Fandol has the faces official letters are set in (仿宋, 宋, 黑, 楷) but misses rare characters of names; those come
from Noto Serif SC. It must be the TTF: the regional OTF is blank in MuPDF and Acrobat once embedded by WeasyPrint.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "var" / "fonts"
CACHE = ROOT / "var" / "font-cache"  # not inside: fontconfig would scan it for fonts
FANDOL_PACKAGE = "texlive-lang-chinese"
FANDOL_FOLDER = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NOTO = ROOT / "node_modules" / "@expo-google-fonts" / "noto-serif-sc"
NOTO_FILES = ("400Regular/NotoSerifSC_400Regular.ttf", "700Bold/NotoSerifSC_700Bold.ttf")

# Fontconfig reads FandolSong-Bold as a regular weight; without the rule titles come out in the fallback font.
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{cache}</cachedir>
  <match target="scan">
    <test name="fullname"><string>FandolSong Bold</string></test>
    <edit name="weight" mode="assign"><const>bold</const></edit>
  </match>
  <alias binding="same">
    <family>serif</family>
    <prefer><family>FandolSong</family><family>Noto Serif SC</family></prefer>
  </alias>
  <alias binding="same">
    <family>sans-serif</family>
    <prefer><family>FandolHei</family><family>Noto Serif SC</family></prefer>
  </alias>
</fontconfig>
"""


def quiet(*command: str, folder: str | None = None) -> bool:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def downloaded(folder: str) -> Path | None:
    """The Debian package that carries Fandol; a fresh machine has no package lists, and only root may fetch them."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return None
    os.chmod(folder, 0o755)
    if not quiet("apt-get", "download", FANDOL_PACKAGE, folder=folder) and os.geteuid() == 0:
        quiet("apt-get", "update", "-qq")
        quiet("apt-get", "download", FANDOL_PACKAGE, folder=folder)
    return next(Path(folder).glob("*.deb"), None)


def fandol() -> bool:
    """Put the Fandol faces into var/fonts; False when they are not to be had here."""
    installed = Path("/") / FANDOL_FOLDER
    if installed.is_dir():
        return copied(installed.glob("Fandol[FHKS]*.otf"))
    with tempfile.TemporaryDirectory() as folder:
        package = downloaded(folder)
        if package is None or not quiet("dpkg-deb", "--extract", str(package), f"{folder}/unpacked"):
            return False
        return copied((Path(folder) / "unpacked" / FANDOL_FOLDER).glob("Fandol[FHKS]*.otf"))


def copied(files: Iterable[Path]) -> bool:
    return bool([shutil.copy(file, TO) for file in files])


def main() -> None:
    shutil.rmtree(TO, ignore_errors=True)
    shutil.rmtree(CACHE, ignore_errors=True)
    TO.mkdir(parents=True)
    for name in NOTO_FILES:
        shutil.copy(NOTO / name, TO)
    if not fandol():
        print("== Fonts: 仿宋 (Fandol) could not be had; letters use Noto Serif SC. Delete var/fonts to try again")
    configuration = TO / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(folder=TO, cache=CACHE), encoding="utf-8")
    CACHE.mkdir(exist_ok=True)
    if shutil.which("fc-cache"):  # now, so that the first letter does not wait for it
        subprocess.run(["fc-cache"], env=os.environ | {"FONTCONFIG_FILE": str(configuration)}, check=False)
    print(f"== Fonts: {', '.join(sorted(file.stem for file in TO.glob('*.[ot]tf')))}")


if __name__ == "__main__":
    main()
