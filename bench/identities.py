"""Identity numbers, surnames and romanisations at the size of the bar: nothing true refused, nothing altered accepted."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from random import Random
from time import perf_counter

from pilotage.engines.dossier.names import is_reading, romanised, surname_readings, surnames
from pilotage.engines.dossier.numbers import id_check_character, id_fault

_COUNT = 20_000
_GIVEN = (
    ("晓明", "XIAOMING"), ("志远", "ZHIYUAN"), ("美华", "MEIHUA"), ("绿", "LYU"), ("雪", "XUE"),
    ("国强", "GUOQIANG"), ("婷", "TING"), ("子轩", "ZIXUAN"),
)  # fmt: skip


def main() -> int:
    """The two figures; 1 when a bar is missed."""
    begun = perf_counter()
    refused, missed, tried = _numbers()
    print(f"identity numbers: {refused} of {_COUNT} valid refused (0); ", end="")
    print(f"{missed} of {tried} single-digit errors missed (0); {perf_counter() - begun:.1f} s")
    true, taken, false, wrongly = _names()
    print(f"names: {taken} of {true} true spellings accepted (≥ .98), ", end="")
    print(f"{wrongly} of {false} false ones (≤ .02)")
    return 1 if refused or missed or taken < 0.98 * true or wrongly > 0.02 * false else 0


def _numbers() -> tuple[int, int, int]:
    rng = Random(20_000)
    refused = missed = tried = 0
    span = (date(2008, 12, 31) - date(1940, 1, 1)).days
    for _ in range(_COUNT):
        born = date(1940, 1, 1) + timedelta(days=rng.randrange(span + 1))
        # Any code of the pattern, which holds every county code that ever was valid.
        county = f"{rng.randrange(11, 83)}{rng.randrange(1, 91):02d}{rng.randrange(1, 90):02d}"
        body = f"{county}{born:%Y%m%d}{rng.randrange(1000):03d}"
        number = body + id_check_character(body)
        refused += id_fault(number) is not None
        for place in range(18):
            for char in "0123456789X"[: 10 if place < 17 else 11]:
                if char != number[place]:
                    tried += 1
                    missed += id_fault(number[:place] + char + number[place + 1 :]) is None
    return refused, missed, tried


def _names() -> tuple[int, int, int, int]:
    """Every surname of both tables, each usual way of writing; false: a surname of another reading, a lost letter."""
    true = taken = false = wrongly = 0
    every = {**surnames(), **{name: tuple(said) for name, said in romanised().items()}}
    for name, spelled in every.items():
        for family in spelled:
            for given, latin in _GIVEN:
                for written in _ways(family, latin):
                    true += 1
                    taken += is_reading(written, name + given)
                others = [said for said in every.values() if said[0] not in surname_readings(name)]
                for said in others[:20]:
                    false += 1
                    wrongly += is_reading(f"{said[0]} {latin}", name + given)
                false += 1
                wrongly += is_reading(f"{family} {latin}A", name + given)
    return true, taken, false, wrongly


def _ways(family: str, given: str) -> tuple[str, ...]:
    return (
        f"{family} {given}",
        f"{given.title()} {family.title()}",
        f"{family}, {given.title()}",
        f"{family} {given[:2]}-{given[2:]}",
        f"{given} {family}".lower(),
    )


if __name__ == "__main__":
    sys.exit(main())
