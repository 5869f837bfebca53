"""The pre-audit on invented applications: fields exact per level and turn, and a defect planted in each typed value.

`--fonts=A.ttf,B.ttf` names Chinese fonts (default: those of Debian's wqy and arphic packages), `--count=N` how many.
"""

from __future__ import annotations

import re
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from bench._invented_dossiers import AS_OF, Invented, invent, save
from pilotage.engines.dossier import Document, Field, Typed
from pilotage.engines.dossier.checks import check
from pilotage.engines.dossier.findings import in_order
from pilotage.engines.dossier.numbers import USCC_ALPHABET, id_check_character
from pilotage.engines.dossier.reading import read_document
from pilotage.engines.dossier.terms import months_before

_FONTS = "/usr/share/fonts/truetype/"
_USUAL = [
    f"{_FONTS}{name}"
    for name in (
        "wqy/wqy-microhei.ttc", "arphic-gbsn00lp/gbsn00lp.ttf", "arphic-gkai00mp/gkai00mp.ttf",
    )
]  # fmt: skip


def main() -> int:
    """What was misread as it comes, then the figures."""
    fonts = [f for f in _option("fonts", ",".join(_USUAL)).split(",") if Path(f).is_file()]
    if not fonts:
        raise FileNotFoundError("no Chinese font: name some with --fonts=A.ttf,B.ttf")
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    judged: Counter[str] = Counter()
    first = int(_option("first", "0"))
    for seed in range(first, first + int(_option("count", "24"))):
        one = invent(seed, fonts)
        with tempfile.TemporaryDirectory() as folder:
            turned = save(one, Path(folder))
            held = {d.name: d for d in map(read_document, sorted(Path(folder).iterdir()))}
        _compare(one, held, turned, right, asked)
        _judge(one, {**held, **_platform()}, judged)
    for key in sorted(asked):
        print(f"{key[0]:8} {key[1]:45} {right[key]:4} of {asked[key]:4}")
    print(
        f"clean blocked {judged['blocked']} of {judged['clean']} (≤ .02); caught {judged['caught']}, "
        f"right code first {judged['first']} of {judged['bad']} (≥ .98, ≥ .95)"
    )
    return 0


def _option(name: str, usual: str) -> str:
    named = [w.partition("=")[2] for w in sys.argv if w.startswith(f"--{name}=")]
    return named[0] if named else usual


def _compare(
    one: Invented, held: dict[str, Document], turned: dict[str, int], right: Any, asked: Any
) -> None:
    for kind, printed in one.printed.items():
        for field, value in printed.items():
            read = held[kind].text(field)
            for key in (
                ("all", f"{kind}.{field}"),
                (one.level, "all"),
                (f"turn {turned[kind]}", "all"),
            ):
                asked[key] += 1
                right[key] += _bare(read) == _bare(value)
            if _bare(read) != _bare(value):
                at = f"{one.seed} {one.level} {turned[kind]} {Path(one.font).stem} {held[kind].state}"
                print(f"{at}: {kind}.{field} {read!r} for {value!r}", flush=True)


def _platform() -> dict[str, Document]:
    """Platform statements as read; their pages are the examples' matter."""
    return {
        f"platform_statement_{n}": Document(
            f"platform_statement_{n}", "platform_statement", {"month": Field(month)}
        )
        for n, month in enumerate(months_before(AS_OF, 6), 1)
    }


def _judge(one: Invented, held: dict[str, Document], judged: Counter[str]) -> None:
    typed = Typed(as_of=AS_OF, target_sites=("DE",), **one.typed)
    told = [f for f in in_order([*check(typed, held, "DE")]) if f.severity == "reject"]
    judged["clean"] += 1
    judged["blocked"] += bool(told)
    if told:
        print(f"{one.seed} {one.level} clean blocked: {[f.code for f in told]}", flush=True)
    for code, wrong, papers in _planted(one, typed, held):
        found = in_order([*check(wrong, papers, "DE")])
        codes = [f.code for f in found if f.severity != "info"]
        judged["bad"] += 1
        judged["caught"] += bool(codes)
        judged["first"] += codes[:1] == [code]
        if codes[:1] != [code]:
            print(f"{one.seed} {one.level} planted {code}: told {codes}", flush=True)


def _planted(one: Invented, typed: Typed, held: dict[str, Document]) -> Any:
    """One defect at a time: in what was typed, or in the day by which the same papers are judged."""
    rng = Random(one.seed)
    code, number, name = typed.unified_social_credit_code, typed.id_number, typed.company_name_zh
    other = rng.choice(sorted(set(USCC_ALPHABET) - {code[9]}))
    body = number[:14] + f"{(int(number[14:17]) + 2) % 1000:03d}"
    changed = (
        ("USCC_MISMATCH", {"unified_social_credit_code": code[:9] + other + code[10:]}),
        ("ID_MISMATCH", {"id_number": body + id_check_character(body)}),
        ("NAME_MISMATCH_ZH", {"company_name_zh": name.replace("贸易", "科技")}),
        ("NAME_MISMATCH_EN", {"legal_representative_en": "ZHAO MIN"}),
        ("NAME_MISMATCH_EN", {"company_name_en": typed.company_name_en.replace("TRADING", "TECH")}),
        ("REPRESENTATIVE_MISMATCH", {"legal_representative": "郑晓东", "legal_representative_en": "ZHENG XIAODONG"}),
        ("ADDRESS_MISMATCH", {"registered_address": re.sub(r"\d+号", "401号", typed.registered_address)}),
        ("STATEMENT_HOLDER_MISMATCH", {"bank_statement_holder": name.replace("贸易", "实业")}),
    )  # fmt: skip
    for wanted, change in changed:
        yield wanted, replace(typed, **change), held
    for kind in one.printed:
        yield "DOCUMENT_MISSING", typed, {k: v for k, v in held.items() if k != kind}
    yield "STATEMENT_GAP", typed, {k: v for k, v in held.items() if k != "platform_statement_3"}


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()


if __name__ == "__main__":
    sys.exit(main())
