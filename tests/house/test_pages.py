"""Every page: inside the frame, in both languages, nothing inline, icons that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pilotage.web.shell.icons import icons

WEB = Path(__file__).parents[2] / "src" / "pilotage" / "web"
PAGES = sorted(WEB.rglob("*.html"))
FRAMES = {"shell/page.html", "shell/plain.html"}
# Frames that stand in the frame themselves.
WITHIN = {"shell/list.html", "shell/form.html", "shell/runs.html", "advertising/asking.html"}
_SAID = re.compile(r"{%\s*t\s+(?P<args>.*?)\s*%}", re.DOTALL)
_LITERAL = re.compile(r"""^(?:"([^"]*)"|'([^']*)')\s+(?:"([^"]*)"|'([^']*)')""")
_HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
# Data for our own scripts may stand in the page: it is not run.
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", re.I
)
_ICON = re.compile(r"""{%\s*icon\s+["']([^"']+)["']""")
_SOURCE = re.compile(r"https?://")
_TAG = re.compile(r"{%.*?%}")  # what a tag is told is not what the browser sees


def _name(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_stands_in_the_frame(path):
    """A page extends a frame; what it includes or swaps (error panels, `_parts`) does not."""
    is_part = path.name.startswith("_") or _name(path) in {*FRAMES, "shell/error_panel.html"}
    first = path.read_text(encoding="utf-8").lstrip().splitlines()[0]
    frames = tuple(f'{{% extends "{frame}" %}}' for frame in FRAMES | WITHIN)
    assert first.startswith("{% extends") != is_part
    assert is_part or first in frames


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_sentence_is_said_in_both_languages(path):
    for said in _SAID.finditer(path.read_text(encoding="utf-8")):
        literal = _LITERAL.match(said["args"])
        if literal is None:
            # A part of the frame hands on what its includer wrote: two names, checked where they are written.
            assert re.match(r"^[\w.]+\s+[\w.]+$", said["args"]), said[0]
            continue
        zh, en = (literal[1] or literal[2] or "", literal[3] or literal[4] or "")
        assert zh.strip() and en.strip(), said[0]
        assert _HAN.search(zh), said[0]
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), said[0]


def test_apostrophes_are_straight():
    """A curly one is drawn as wide as a Chinese sign where a Chinese font has it first."""
    said = [*WEB.rglob("*.html"), *WEB.rglob("*.yaml"), *WEB.parent.glob("platform/**/*.py")]
    assert [path.name for path in said if "’" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_nothing_inline_and_nothing_from_elsewhere(path):
    """The content policy would refuse it; better to hear it here than in a browser."""
    text = _TAG.sub("", path.read_text(encoding="utf-8"))
    assert _INLINE.findall(text) == []
    assert _SOURCE.findall(text) == []


def test_every_icon_exists():
    asked = {name for path in PAGES for name in _ICON.findall(path.read_text(encoding="utf-8"))}
    assert asked - set(icons()) == set()


def test_no_icon_lies_unused():
    text = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.html", "*.py")
        for path in sorted(WEB.rglob(pattern))
    )
    assert [name for name in icons() if f'"{name}"' not in text and f"'{name}'" not in text] == []
