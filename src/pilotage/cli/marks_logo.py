"""`pilotage marks logo`: registered logos that look like a picture, and words in it that are near registered words."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.marks.logos import Logos, Match

_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_LINE = Text("{score}  {id}  {way}{done}", "{score}  {id}  {way}{done}")
_WAYS = {
    "whole": Text("整图相近", "the whole picture"),
    "cut": Text("图形轮廓相近", "what is drawn"),
    "core": Text("主要部分相近", "its main parts"),
    "block": Text("最大图块相近", "its largest piece"),
}
_MIRRORED = Text("镜像后", "mirrored")
_LEFT_ASIDE = Text(
    "{count} 个文件不是可读的图片，未比较。", "{count} files are no pictures and were left aside."
)
_WORD = Text(
    "图中文字“{word}”：{count} 个相近商标", "“{word}” is read in it: {count} marks are near"
)


def configure(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "图形商标查重：与图片相近的 logo · logos near a picture"
    logo = commands.add_parser("logo", help=says, description=says)
    logo.add_argument("picture", type=Path, metavar="PICTURE")
    logo.add_argument("--logos", type=Path, required=True, metavar="FOLDER", help="图片文件夹 · a folder of pictures")  # fmt: skip
    logo.add_argument("--index", type=Path, metavar="FILE.npz", help="特征保存处，下次直接用 · where prints are kept for the next time")  # fmt: skip
    logo.add_argument("--register", type=Path, help="CSV，另查图中文字 · also screens the words in it")  # fmt: skip
    logo.add_argument("--classes", default="", help="9,35")
    logo.add_argument("--top", type=int, choices=range(1, 1001), default=5, metavar="N", help="最多几条 · at most")  # fmt: skip
    logo.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    logo.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    logo.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Nearest logos first; with a register also the words that are read in the picture. Never a verdict."""
    from pilotage.cli.marks import ADVICE

    content = _bytes(asked.picture)
    logos = _register(asked.logos, asked.index)
    hits = logos.nearest(content, asked.top, asked.picture.name)
    words = _words(asked) if asked.register else []
    if asked.json:
        answer = {
            "picture": asked.picture.name, "logos": len(logos.ids), "left_aside": sorted(logos.rejected),
            "hits": [{"id": h.id, "score": h.score, "way": h.way, "done": h.done} for h in hits],
            "words": words, "advice_zh": ADVICE.zh, "advice_en": ADVICE.en,
        }  # fmt: skip
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    for hit in hits:
        print(_said(hit).in_(asked.lang))
    for word in words:
        print(_WORD.with_(word=word["word"], count=len(word["hits"])).in_(asked.lang))
        for near in word["hits"]:
            print(f"  {near['score']:.2f}  {near['mark']}  [{near['id']}]")
    if logos.rejected:
        print(_LEFT_ASIDE.with_(count=len(logos.rejected)).in_(asked.lang), file=sys.stderr)
    print(f"\n{ADVICE.in_(asked.lang)}")
    return 0


def _register(folder: Path, index: Path | None) -> Logos:
    """The folder's logos; as kept in `index` where the folder is still the one they were made of."""
    from pilotage.engines.marks.logos import Logos

    files = _pictures(folder)
    looks = [(str(one.relative_to(folder)), one.stat().st_size, one.stat().st_mtime_ns) for one in files]  # fmt: skip
    made_of = sha256(json.dumps(looks).encode())
    if index and (kept := Logos.kept(index, made_of)):
        return kept
    made = Logos(_contents(folder, files))
    if index:
        try:
            made.save(index, made_of)
        except OSError:
            raise Invalid(
                "CANNOT_WRITE",
                Text("无法写入 {name}。", "{name} cannot be written."),
                Text("请检查文件夹是否存在、可写。", "See that its folder is there and can be written."),
                name=index.name,
            ) from None  # fmt: skip
    return made


def _pictures(folder: Path) -> list[Path]:
    found = sorted(one for one in folder.rglob("*") if one.suffix.lower() in _ENDINGS and one.is_file())  # fmt: skip
    if not found:
        raise Invalid(
            "NO_LOGOS",
            Text("文件夹 {name} 里没有图片。", "There is no picture in the folder {name}."),
            Text("请放入 PNG、JPEG 等图片。", "Put pictures into it: PNG, JPEG, …"),
            name=folder.name,
        )
    return found


def _contents(folder: Path, files: list[Path]) -> Iterator[tuple[str, bytes]]:
    from pilotage.cli.marks import progress

    for done, one in enumerate(files):
        try:
            content = one.read_bytes()
        except OSError:
            content = b""  # left aside as what is no picture
        yield str(one.relative_to(folder)), content
        progress(done + 1, len(files))


def _words(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Each line of text in the picture, with the registered words near it."""
    from pilotage.engines.dossier.reading.lines import read_page
    from pilotage.engines.dossier.reading.pages import picture
    from pilotage.engines.marks import Register, entries
    from pilotage.engines.marks.watch import THRESHOLD

    page = picture(asked.picture)
    lines = [] if page is None else [line.text.strip() for line in read_page(page).lines]
    register = Register(entries(asked.register))
    return [
        {
            "word": word,
            "hits": [
                {"id": h.entry.id, "mark": h.entry.mark, "score": h.likeness.score}
                for h in register.screen(word, asked.classes, asked.top)
                if h.likeness.score >= THRESHOLD
            ],
        }
        for word in lines
        if len(word) > 1
    ]


def _said(hit: Match) -> Text:
    done_zh = "".join(f"，{_step(one).zh}" for one in hit.done)
    done_en = "".join(f", {_step(one).en}" for one in hit.done)
    way = _WAYS[hit.way]
    score = f"{hit.score:.2f}"
    return Text(_LINE.with_(score=score, id=hit.id, way=way.zh, done=done_zh).zh, _LINE.with_(score=score, id=hit.id, way=way.en, done=done_en).en)  # fmt: skip


def _step(done: str) -> Text:
    return _MIRRORED if done == "mirrored" else Text(done.replace("turned ", "转") + "后", done)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Invalid(
            "CANNOT_READ",
            Text("无法读取 {name}。", "{name} cannot be read."),
            Text("请检查路径。", "See that the path is right."),
            name=path.name,
        ) from None
