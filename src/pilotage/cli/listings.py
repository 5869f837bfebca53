"""`pilotage listings check FILE --marketplace DE [--json]`: product texts against the store's rules of a day;
`pilotage listings days --marketplace DE`: the year ahead of a site.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pilotage.cli.law import day, today
from pilotage.kernel.text import Language, Text

if TYPE_CHECKING:
    from pilotage.engines.listings import Account, Finding, Rulebook
    from pilotage.engines.localdays import Day

_SEVERITY = {
    "reject": Text("须改正", "mend"),
    "warn": Text("请核对", "look"),
    "info": Text("提示", "note"),
}
_ROW = Text("第 {row} 行 {sku}", "row {row} {sku}")
_SUGGESTION = Text(
    "    建议（未改动，须由人确认）：{diff}", "    suggestion, nothing was changed: {diff}"
)
_RULE = Text("    规则 {key}，自 {since} 起；{source}{unverified}", "    rule {key} since {since}; {source}{unverified}")  # fmt: skip
_UNVERIFIED = Text("（未核实）", " (unverified)")
_ALWAYS = Text("记录之前", "before records")
_TOTALS = Text(
    "{store} {on}：共 {rows} 行，已检查 {checked}，未能检查 {rejected}，没有问题 {clean}；须改正 {reject}，请核对 {warn}，提示 {info}",
    "{store} {on}: {rows} rows, {checked} checked, {rejected} rejected, {clean} without findings; {reject} to mend, {warn} to look at, {info} notes",
)
_NOT_CHECKED = Text(
    "  未能检查：第 {row} 行（{reason}）{shown}", "  not checked: row {row} ({reason}) {shown}"
)
_NOT_JUDGED = Text(
    "  该站点当日没有记录的规则，未作判断：{keys}",
    "  no rule recorded for this store and day, not judged: {keys}",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """`check` with a file, the store, the day and how to print."""
    commands = parser.add_subparsers(required=True, metavar="check|days")
    says = "按站点规则检查商品信息 · check listings against a store's rules"
    command = commands.add_parser("check", help=says, description=says)
    command.add_argument(
        "file", type=Path, help="模板、CSV、JSON、xlsx · template, CSV, JSON, xlsx"
    )
    command.add_argument("--marketplace", required=True, help="DE, US, amazon.de, …")
    command.add_argument(
        "--as-of", type=day, default=None, help="YYYY-MM-DD, 默认今天 · default today"
    )
    command.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    command.set_defaults(run=_run)
    says = "站点的假日、促销、退货高峰 · a site's holidays, sales events, return peaks"
    command = commands.add_parser("days", help=says, description=says)
    command.add_argument("--marketplace", required=True, help="DE, US, …")
    command.add_argument(
        "--from", dest="first", type=day, default=None, help="YYYY-MM-DD, 默认今天 · default today"
    )
    command.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    command.set_defaults(run=_days)


def _run(asked: argparse.Namespace) -> int:
    from pilotage.engines.listings import (  # fmt: skip
        Account,
        checked,
        finding_json,
        open_listings,
        rulebook,
        write_json,
    )

    rules = rulebook(asked.marketplace, asked.as_of or today())
    watch = _Watch()
    source = open_listings(asked.file, rules.store.marketplace_id, rules.languages, watch.share)
    account = Account()
    found = watch.over(checked(source.rows, rules, account), account)
    # Kept aside until the last row was read: a file that breaks off is refused with nothing printed.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as kept:
        if asked.json:
            write_json(kept, source, rules, map(finding_json, found), account)
        else:
            _write_words(kept, rules, found, account, asked.lang)
        watch.done()
        kept.seek(0)
        shutil.copyfileobj(kept, sys.stdout)
    return 0


def _days(asked: argparse.Namespace) -> int:
    from pilotage.engines import localdays

    first = asked.first or today()
    found = localdays.ahead(asked.marketplace, first, first + timedelta(days=365))
    if asked.json:
        print(json.dumps([_day_json(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    for one in found:
        span = str(one.first) if one.first == one.last else f"{one.first} – {one.last}"
        told = _UNVERIFIED.in_(asked.lang) if one.unverified else ""
        print(f"{span}  {one.name.in_(asked.lang)}{told}  {one.means.in_(asked.lang)}")
    return 0


def _day_json(one: Day) -> dict[str, object]:
    return {
        "site": one.site, "kind": one.kind, "key": one.key, "first": str(one.first),
        "last": str(one.last), "zh": one.name.zh, "en": one.name.en, "there": one.there,
        "firm": one.firm, "source": one.source.title, "confidence": one.source.confidence,
    }  # fmt: skip


def _write_words(
    out: IO[str], rules: Rulebook, found: Iterator[Finding], account: Account, language: Language
) -> None:
    row = 0
    for one in found:
        if one.row != row:
            row = one.row
            out.write("\n" + _ROW.with_(row=one.row, sku=one.sku).in_(language) + "\n")
        out.writelines(line + "\n" for line in _lines(one, language))
    for line in _totals(rules, account, language):
        out.write(line + "\n")


def _lines(one: Finding, language: Language) -> Iterator[str]:
    yield f"  [{_SEVERITY[one.severity].in_(language)}] {one.code}  {one.message.in_(language)}"
    yield f"    → {one.next_step.in_(language)}"
    if one.suggestion:
        yield _SUGGESTION.with_(diff=one.suggestion.diff).in_(language)
    if one.rule:
        yield _RULE.with_(
            key=one.rule.key,
            since=one.rule.since or _ALWAYS,
            source=one.rule.source.title,
            unverified=_UNVERIFIED if one.rule.unverified else "",
        ).in_(language)


def _totals(rules: Rulebook, account: Account, language: Language) -> Iterator[str]:
    from pilotage.engines.listings import REASONS, account_json

    said = account_json(account)
    yield ""
    yield _TOTALS.with_(
        store=rules.store.domain, on=rules.on, rows=account.rows_in, checked=account.checked,
        rejected=account.rejected, clean=account.clean, **said["severities"],
    ).in_(language)  # fmt: skip
    for one in account.rejects:
        yield _NOT_CHECKED.with_(row=one.row, reason=REASONS[one.reason], shown=one.shown).in_(language)  # fmt: skip
    if rules.not_judged:
        yield _NOT_JUDGED.with_(keys=", ".join(rules.not_judged)).in_(language)


class _Watch:
    """A line on standard error while the work is long and a person is watching."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._since = self._told = time.monotonic()
        self._share = 0.0
        self._shown = False

    def share(self, share: float) -> None:
        """How much of the file was read."""
        self._share = share

    def over(self, found: Iterator[Finding], account: Account) -> Iterator[Finding]:
        """Hands the findings on and tells the count now and then."""
        for one in found:
            if self._watched:
                self._tell(account)
            yield one

    def _tell(self, account: Account) -> None:
        now = time.monotonic()
        if now - self._told > 0.5:
            self._told, self._shown = now, True
            bar = ""
            if self._share:
                full = int(self._share * 30)
                bar = f"[{'#' * full}{'.' * (30 - full)}] {self._share:4.0%} "
            print(f"\r{bar}{account.rows_in:,} 行 · rows", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Clears the line."""
        if self._shown:
            print("\r" + " " * 70 + "\r", end="", file=sys.stderr, flush=True)
