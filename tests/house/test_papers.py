"""Papers that cannot lie: the lock file names no host, the README names every setting and every command."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from pilotage.cli.rooms import ROOMS

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src" / "pilotage" / "web" / "static" / "vendor"
# `pilotage serve` tells its own processes; nobody sets it.
NOT_A_SETTING = {"PILOTAGE_EMBEDDED_WORKER"}
_READS = re.compile(
    r"""(?:text|flag|number|words|database|environ\.get|getenv)\(\s*["'](PILOTAGE_\w+)["']"""
)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements.boot.lock"])
def test_the_lock_names_no_host(name):
    """It installs from whatever index a place is set up for."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^-", text, re.MULTILINE)  # no address, no option of an index
    assert "--hash=sha256:" in text


def test_vendored_assets_are_what_their_list_says():
    rows = re.findall(
        r"^\| ([\w-]+) \| [^|]+ \| [\d.]+ \| ([\w.-]+) \| ([0-9a-f]{64}) \|$",
        (VENDOR / "VERSIONS.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    listed = {(folder, name): digest for folder, name, digest in rows}
    lying = {
        (path.parent.name, path.name): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.glob("*/*")
        if path.suffix in {".js", ".css", ".svg"}
    }
    assert listed == lying
    assert all((folder / "LICENSE").is_file() for folder in VENDOR.iterdir() if folder.is_dir())


def test_the_readme_names_every_setting():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in _READS.findall(path.read_text(encoding="utf-8"))
    }
    assert sorted(n for n in read - NOT_A_SETTING if n not in readme) == []


def test_the_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(name for name in ROOMS if f"pilotage {name}" not in readme) == []
