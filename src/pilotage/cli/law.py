"""`pilotage law`: what the tables say of a place on a day, what nobody checked lately, their digest."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pilotage.engines.law import Dated


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds `show`, `stale` and `digest`."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    show = commands.add_parser("show", help="某地某日的法规值 · values of a place on a day")
    show.add_argument("topic", help="vat_rates, filing, epr, …")
    show.add_argument("place", help="DE, PT-20, EU, …")
    show.add_argument("--on", type=day, default=None, help="YYYY-MM-DD, 默认今天 · default today")
    show.set_defaults(run=_show)
    stale = commands.add_parser("stale", help="久未核对的值 · values nobody checked lately")
    stale.add_argument("--days", type=_days, default=180)
    stale.add_argument("--on", type=day, default=None, help="YYYY-MM-DD, 默认今天 · default today")
    stale.set_defaults(run=_stale)
    digest = commands.add_parser("digest", help="全部法规表的 SHA-256 · SHA-256 of all tables")
    digest.set_defaults(run=_digest)


def day(text: str) -> date:
    """A date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} 不是日期，请写成 YYYY-MM-DD · not a date, write YYYY-MM-DD"
        ) from None


def today() -> date:
    """The day at the door, in UTC."""
    return datetime.now(UTC).date()


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} 不是天数 · not a number of days")
    return int(text)


def _show(asked: argparse.Namespace) -> int:
    from pilotage.engines.law.loader import table

    on = asked.on or today()
    shown = table(asked.topic, asked.place)
    print(f"{shown.name}  {on}")
    for key, history in shown.histories.items():
        held = [entry for entry in history if entry.holds(on)]
        if held:
            _print_entry(key, held[0])
        else:
            print(f"\n{key}: 该日无值 · no value on that day")
    return 0


def _print_entry(key: str, entry: Dated[object]) -> None:
    first, *rest = _lines(entry.value)
    print(f"\n{key}: {first}")
    for line in rest:
        print(f"    {line}")
    since, until = entry.since or "…", entry.until or "…"
    print(f"    {since} – {until}  {_confidence(entry)}  核对 · checked {entry.source.checked_on}")
    print(f"    {' '.join(filter(None, _source(entry)))}")


def _source(entry: Dated[object]) -> tuple[str, str, str]:
    return entry.source.title, entry.source.article, f"<{entry.source.address}>"


def _confidence(entry: Dated[object]) -> str:
    return "未核实 · unverified" if entry.unverified else "有出处 · sourced"


def _lines(value: object) -> Iterator[str]:
    match value:
        case dict():
            yield ""
            for name, inner in value.items():
                yield f"{name}: {' | '.join(part.strip() for part in _lines(inner) if part)}"
        case tuple():
            yield ""
            for item in value:
                yield "- " + ", ".join(part for part in _lines(item) if part)
        case bool():
            yield "是 · yes" if value else "否 · no"
        case Decimal():
            yield format(value, "f")
        case _:
            yield str(value)


def _stale(asked: argparse.Namespace) -> int:
    from pilotage.engines import law

    on = asked.on or today()
    neglected = law.stale(on, asked.days)
    for entry in neglected:
        print(f"{entry.source.checked_on}  {entry.table}  {entry.key}  {_confidence(entry)}")
    total = sum(1 for _ in law.entries())
    print(
        f"共 {total} 个值，{len(neglected)} 个在 {on} 前 {asked.days} 天内无人核对。"
        f" {len(neglected)} of {total} values were not checked in the {asked.days} days before {on}."
    )
    return 0


def _digest(asked: argparse.Namespace) -> int:
    from pilotage.engines import law

    print(law.digest())
    return 0
