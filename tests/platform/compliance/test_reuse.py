"""Evidence reused across sellers, on generated sets: recall ≥ 0.95, false positives ≤ 0.5 % of the honest papers."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pilotage.kernel.canonical import sha256
from pilotage.platform.compliance.reuse import Evidence, reused

FORM = (
    "Finanzamt Bestätigung der elektronischen Übermittlung der Umsatzsteuer Voranmeldung "
    "Steuernummer {tax} Zeitraum {period} Transferticket {ticket} eingegangen am {day} "
    "Unternehmer {name} Kennzahl 81 {base} Kennzahl 66 {input} Kennzahl 83 {due} "
    "Diese Bestätigung wurde maschinell erstellt und ist ohne Unterschrift gültig"
)
HONEST, COPIES = 400, 120


def paper(chance: random.Random, n: int) -> Evidence:
    """An honest receipt of a seller of its own."""
    digits = lambda k: "".join(chance.choices("0123456789", k=k))
    text = FORM.format(
        tax=digits(13), period=f"2026-{chance.randint(1, 12):02d}", ticket=f"et{digits(18)}",
        day=f"{chance.randint(1, 28)}.{chance.randint(1, 12)}.2026", name=f"Shenzhen {digits(6)} Co",
        base=digits(5), input=f"{digits(3)},{digits(2)}", due=f"{digits(4)},{digits(2)}",
    )  # fmt: skip
    return Evidence(f"e{n:04d}", f"s{n}", sha256(text.encode()), text, f"DE{digits(9)}", "2026-01")


def scanned(chance: random.Random, text: str) -> str:
    """Read anew from a re-scan: one character in a hundred and twenty is misread."""
    return "".join(
        chance.choice("018BIlO") if c.isalnum() and chance.random() < 1 / 120 else c for c in text
    )


def cropped(chance: random.Random, text: str) -> str:
    """The head or the foot cut off."""
    cut = len(text) // 6
    return text[cut:] if chance.random() < 0.5 else text[:-cut]


def copied(chance: random.Random, of: Evidence, n: int, how: str) -> Evidence:
    """The same paper under another seller."""
    copy = replace(of, ref=f"c{n:04d}", seller=f"t{n}")
    if how == "rename":
        return copy
    if how == "number":
        return replace(copy, sha256=f"n{n}", text="")
    text = scanned(chance, of.text) if how == "scan" else cropped(chance, of.text)
    return replace(copy, sha256=f"x{n}", text=text, number="", period="")


@pytest.mark.parametrize("seed", range(3))
def test_recall_and_false_positives_on_a_generated_set(seed):
    chance = random.Random(seed)
    honest = [paper(chance, n) for n in range(HONEST)]
    ways = ("rename", "number", "scan", "crop")
    copies = [
        (of, copied(chance, of, n, ways[n % 4]))
        for n, of in enumerate(chance.sample(honest, COPIES))
    ]
    found = {(r.first, r.second) for r in reused([*honest, *(copy for _, copy in copies)])}
    wanted = {(min(a.ref, b.ref), max(a.ref, b.ref)) for a, b in copies}
    assert len(found & wanted) >= 0.95 * len(wanted)
    assert len(found - wanted) <= 0.005 * HONEST


def test_a_seller_who_files_the_same_paper_twice_reuses_nothing():
    one = paper(random.Random(1), 1)
    assert reused([one, replace(one, ref="again")]) == []


def test_the_strongest_sign_is_named():
    one = paper(random.Random(1), 1)
    [found] = reused([one, replace(one, ref="e9", seller="other")])
    assert found.why == "bytes"


def test_a_number_without_a_period_shows_nothing():
    one = Evidence("a", "s", "1", number="DE1")
    assert reused([one, replace(one, ref="b", seller="t", sha256="2")]) == []
