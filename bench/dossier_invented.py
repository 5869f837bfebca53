"""The pre-audit on invented applications: fields exact per level, turn and font, and defects planted on pages and in what was typed.

`--fonts=A.ttf,B.ttf` names Chinese fonts (default: those of Debian's packages), `--count=N` how many, `--first=N` from
which seed, `--kept=FILE` keeps what the models said, so that a run can be broken off and go on.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from PIL import Image

from bench._invented_abroad import abroad
from bench._invented_dossiers import pages, saved, spoiled
from bench._invented_values import AS_OF, Invented, invent
from bench._invented_wear import patched
from bench._kept_readings import keep_readings
from pilotage.engines.dossier import Document, Field, Typed
from pilotage.engines.dossier.checks import check
from pilotage.engines.dossier.findings import Finding, in_order
from pilotage.engines.dossier.numbers import USCC_ALPHABET, id_check_character
from pilotage.engines.dossier.reading import read_document
from pilotage.engines.dossier.reading.quality import patches
from pilotage.engines.dossier.terms import months_before

# Papers from abroad are drawn for every third application.
_ABROAD_EVERY = 3
_FONTS = (
    "truetype/wqy/wqy-microhei.ttc", "truetype/wqy/wqy-zenhei.ttc", "truetype/arphic-gbsn00lp/gbsn00lp.ttf",
    "truetype/arphic-gkai00mp/gkai00mp.ttf", "truetype/arphic/uming.ttc", "truetype/arphic/ukai.ttc",
    "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "opentype/noto/NotoSansCJK-Regular.ttc",
    "opentype/noto/NotoSerifCJK-Regular.ttc",
)  # fmt: skip
_BARS = {
    "USCC and ID number": (0.995, ("uscc", "id_number")),
    "representative": (0.98, ("legal_representative", "legal_representative_id_front.name")),
    "dates": (0.98, ("established", "valid_from", "valid_to", "birth_date", "period_from", "period_to", "issued", "month")),
    "names": (0.97, ("business_licence.name", "holder", "holder_en", "legal_entity")),
    "address": (0.94, ("address",)),
}  # fmt: skip


@dataclass(slots=True)
class Figures:
    """Counts of a run."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    planted: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def main() -> int:
    """What was misread as it comes, then the figures; 1 when a bar is missed."""
    named = _option("fonts", ",".join(f"/usr/share/fonts/{name}" for name in _FONTS))
    fonts = [f for f in named.split(",") if Path(f).is_file()]
    if not fonts:
        raise FileNotFoundError("no Chinese font: name some with --fonts=A.ttf,B.ttf")
    if file := _option("kept", ""):
        keep_readings(Path(file))
    figures = Figures()
    first = int(_option("first", "0"))
    for seed in range(first, first + int(_option("count", "24"))):
        _one(invent(seed, fonts), figures)
    return _told(figures)


def _option(name: str, usual: str) -> str:
    named = [w.partition("=")[2] for w in sys.argv if w.startswith(f"--{name}=")]
    return named[0] if named else usual


def _one(one: Invented, figures: Figures) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        held, turned = {}, {}
        for kind, page, turn in pages(one):
            _traces(one, page, figures)
            held[kind], turned[kind] = _read(saved(page, kind, one.level, folder), figures), turn
        _compare(one, held, turned, figures)
        clean = {**held, **_platform()}
        _clean(one, clean, figures)
        _typed_wrong(one, clean, figures)
        for planted, changed, kind, page in spoiled(one):
            read = _read(saved(page, kind, one.level, folder), figures)
            found = in_order(check(_typed(changed), {**clean, kind: read}, "DE"))
            _judge(one, planted.name, planted.accept, found, figures, drawn=True)
        if one.seed % _ABROAD_EVERY < 1:
            _abroad(one, folder, figures)


def _abroad(one: Invented, folder: Path, figures: Figures) -> None:
    """The same person and trade as a Hong Kong company with a passport: fields, and that nothing stops it."""
    held: dict[str, Document] = {}
    for kind, printed, page, turn in abroad(one):
        path = saved(page, kind, one.level, folder)
        held[kind] = _read(path, figures)
        _fields(one, f"abroad {kind}", printed, held[kind], turn, figures)
    licence, registration = held["business_licence"], held["business_registration"]
    typed = replace(
        _typed(one),
        company_name_en=licence.text("name_en"),
        unified_social_credit_code=licence.text("company_number"),
        id_number=held["legal_representative_passport"].text("passport_number"),
        bank_statement_holder="",
    )
    told = [
        f"{f.code} {f.document} {f.read}"
        for f in check(typed, held, "DE")
        if f.severity != "info" and f.document in held
    ]
    figures.judged["abroad"] += 1
    figures.judged["abroad told"] += bool(told)
    if told or registration.state != "read":
        print(f"{one.seed} {one.level} abroad: {told} {registration.state}", flush=True)


def _traces(one: Invented, page: Image.Image, figures: Figures) -> None:
    """A patch pasted over a page has to show, a whole page must not: the picture alone, nothing is read."""
    figures.judged[f"pages {one.level}"] += 1
    for worked_on, picture in ((False, page), (True, patched(page, Random(one.seed)))):
        seen = patches(cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR))
        figures.judged[f"traces {one.level} {worked_on}"] += bool(seen)


def _read(path: Path, figures: Figures) -> Document:
    begun = perf_counter()
    document = read_document(path, AS_OF)
    figures.seconds.append(perf_counter() - begun)
    return document


def _compare(
    one: Invented, held: dict[str, Document], turned: dict[str, int], figures: Figures
) -> None:
    for kind, printed in one.printed.items():
        _fields(one, kind, printed, held[kind], turned[kind], figures)


def _fields(
    one: Invented, kind: str, printed: dict[str, str], held: Document, turned: int, figures: Figures
) -> None:
    way = "turned" if turned else "upright"
    for name, value in printed.items():
        read = held.text(name)
        right = _bare(read) == _bare(value)
        for key in (("field", f"{kind}.{name}"), ("level", one.level), ("way", way), ("font", Path(one.font).stem)):  # fmt: skip
            figures.asked[key] += 1
            figures.right[key] += right
        if not right:
            at = f"{one.seed} {one.level} {turned} {Path(one.font).stem} {held.state}"
            print(f"{at}: {kind}.{name} {read!r} for {value!r}", flush=True)


def _platform() -> dict[str, Document]:
    """The other platform statements as if read: one page of them is drawn."""
    return {
        f"platform_statement_{n}": Document(
            f"platform_statement_{n}", "platform_statement", {"month": Field(month)}
        )
        for n, month in enumerate(months_before(AS_OF, 6), 1)
        if n > 1
    }


def _typed(one: Invented) -> Typed:
    return Typed(as_of=AS_OF, target_sites=("DE",), **one.typed)


def _clean(one: Invented, held: dict[str, Document], figures: Figures) -> None:
    found = in_order(check(_typed(one), held, "DE"))
    blocked = [f"{f.code} {f.document} {f.read}" for f in found if f.severity == "reject"]
    told = [f"{f.code} {f.document} {f.read}" for f in found if f.severity != "info"]
    figures.judged["clean"] += 1
    figures.judged["blocked"] += bool(blocked)
    figures.judged["not ready"] += bool(told)
    if told:
        print(f"{one.seed} {one.level} clean: {told}", flush=True)


def _judge(
    one: Invented, name: str, accept: tuple[str, ...], found: tuple[Finding, ...], figures: Figures,
    *, drawn: bool,
) -> None:  # fmt: skip
    codes = [f.code for f in found if f.severity != "info"]
    where = "drawn" if drawn else "typed"
    first = (codes or [f.code for f in found if f.code in accept])[:1]
    caught, right = bool(codes) or bool(first), bool(first) and first[0] in accept
    for key, hit in (("caught", caught), ("first", right), ("bad", True)):
        figures.planted[where, key] += hit
        figures.planted[name, key] += hit
    if not right:
        told = [f"{f.code} {f.document}.{f.field} {f.read}" for f in found]
        print(f"{one.seed} {one.level} planted {name}: told {told}", flush=True)


def _typed_wrong(one: Invented, held: dict[str, Document], figures: Figures) -> None:
    """One defect at a time in what was typed, or a paper that is not there."""
    rng = Random(one.seed)
    typed = _typed(one)
    code, number, name = typed.unified_social_credit_code, typed.id_number, typed.company_name_zh
    other = rng.choice(sorted(set(USCC_ALPHABET) - {code[9]}))
    body = number[:14] + f"{(int(number[14:17]) + 2) % 1000:03d}"
    changed = (
        ("USCC_MISMATCH", {"unified_social_credit_code": code[:9] + other + code[10:]}),
        ("ID_MISMATCH", {"id_number": body + id_check_character(body)}),
        ("NAME_MISMATCH_ZH", {"company_name_zh": name.replace("有限公司", "实业有限公司")}),
        ("NAME_MISMATCH_EN", {"legal_representative_en": "ZHAO MIN"}),
        ("NAME_MISMATCH_EN", {"company_name_en": typed.company_name_en.replace(" CO.,", " TOYS CO.,")}),
        ("REPRESENTATIVE_MISMATCH", {"legal_representative": "郑晓东", "legal_representative_en": "ZHENG XIAODONG"}),
        ("ADDRESS_MISMATCH", {"registered_address": re.sub(r"\d+号", "1401号", typed.registered_address)}),
        ("STATEMENT_HOLDER_MISMATCH", {"bank_statement_holder": name.replace("有限", "实业有限")}),
        ("REGION_NOT_SUPPORTED", {"target_sites": ("DE", "RU")}),
    )  # fmt: skip
    for wanted, change in changed:
        found = in_order(check(replace(typed, **change), held, "DE"))
        _judge(one, wanted, (wanted,), found, figures, drawn=False)
    for kind in one.printed:
        wanted = "STATEMENT_GAP" if kind.startswith("platform") else "DOCUMENT_MISSING"
        rest = {k: v for k, v in held.items() if k != kind}
        _judge(one, wanted, (wanted,), in_order(check(typed, rest, "DE")), figures, drawn=False)


def _told(figures: Figures) -> int:
    asked, right = figures.asked, figures.right
    for key in sorted(asked):
        print(
            f"{key[0]:6} {key[1]:45} {right[key]:4} of {asked[key]:4}  {right[key] / asked[key]:.3f}"
        )
    missed = 0
    for name, (bar, fields) in _BARS.items():
        keys = [k for k in asked if k[0] == "field" and (k[1] in fields or k[1].split(".")[1] in fields)]  # fmt: skip
        share = sum(right[k] for k in keys) / max(1, sum(asked[k] for k in keys))
        missed += share < bar
        print(f"{name}: {share:.4f} of {sum(asked[k] for k in keys)} (≥ {bar})")
    ways = [right["way", w] / max(1, asked["way", w]) for w in ("upright", "turned")]
    print(f"upright {ways[0]:.4f}, turned {ways[1]:.4f} (within .02)")
    planted, judged = figures.planted, figures.judged
    for name in sorted({name for name, _ in planted}):
        print(f"planted {name:28} caught {planted[name, 'caught']:4}, first {planted[name, 'first']:4} of {planted[name, 'bad']:4}")  # fmt: skip
    for where in ("typed", "drawn"):
        bad = max(1, planted[where, "bad"])
        shares = planted[where, "caught"] / bad, planted[where, "first"] / bad
        missed += shares[0] < 0.98 or shares[1] < 0.95
        print(f"{where}: caught {shares[0]:.3f} (≥ .98), right code first {shares[1]:.3f} (≥ .95) of {bad}")  # fmt: skip
    share = judged["blocked"] / judged["clean"]
    missed += share > 0.02 or abs(ways[0] - ways[1]) > 0.02
    print(f"clean: {judged['blocked']} blocked (≤ .02), {judged['not ready']} not ready, of {judged['clean']}")  # fmt: skip
    print(f"abroad: {judged['abroad told']} told of {judged['abroad']} clean (≤ .02)")
    for key in sorted(key for key in judged if key.startswith("traces")):
        print(f"{key}: {judged[key]} of {judged['pages ' + key.split()[1]]} pages")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"page: median {median(figures.seconds):.1f} s (≤ 4; kept readings cost none); {memory:.2f} GB (≤ 1)")  # fmt: skip
    return 1 if missed else 0


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()


if __name__ == "__main__":
    sys.exit(main())
