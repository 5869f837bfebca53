"""The published rules in words: versions of requirements with their terms and sources, and a firm's record beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import queries, scorecard, states
from pilotage.platform.certification.models import Board, Mark, Partner, Scorecard
from pilotage.platform.certification.reasons import MARK
from pilotage.platform.certification.requirements import (
    Ground,
    Requirement,
    Version,
    credential_kinds,
    details,
)
from pilotage.web.directory import names
from pilotage.web.speech import one_side

_TONES = {"unknown": "off", "good": "good", "warn": "late", "block": "bad"}
_SHOWN_WEEKS = 16
_NO_NOTE = Text("", "")
_TERMS = {
    "editions": Text("认可的版次：{v}", "Editions that count: {v}"),
    "needs": Text("须填写：{v}", "Must be filled: {v}"),
    "checked_within_days": Text("平台核对登记的结果 {v} 天内有效", "A look into the register counts {v} days"),
    "check_grace_days": Text("之后宽限 {v} 天", "then {v} days of grace"),
    "surveillance_grace_days": Text("监督审核到期后宽限 {v} 天", "{v} days of grace once surveillance is due"),
    "holder": Text("须写明持有人：{v}", "Must say whose it is: {v}"),
}  # fmt: skip
_HOLDER = {
    "named": Text("姓名", "by name"),
    "identified": Text("姓名，且身份经平台核验", "by name, with the identity checked by the programme"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One rule with where it is from."""

    what: Text
    about: Text
    source: str
    checked_on: date | None
    unverified: bool
    note: Text = _NO_NOTE


@dataclass(frozen=True, slots=True)
class Shown:
    """A version: what is required, and what evidence keeps."""

    version: Version
    requirements: tuple[Line, ...]
    terms: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A firm's record: band with its figures, the last weeks, marks that stand, the board."""

    card: Scorecard | None
    band: Text
    tone: str
    figures: scorecard.Figures
    crossed: tuple[Text, ...]
    weeks: Sequence[tuple[scorecard.Week, Text, str]]
    marks: Sequence[tuple[Mark, Text, bool]]
    board: Board | None
    rules: scorecard.Rules


def shown(version: Version) -> Shown:
    """A version in words."""
    return Shown(
        version,
        tuple(_requirement(one) for one in version.requirements),
        tuple(_ground(one) for one in version.grounds),
    )


def record(who: Viewer, firm: Partner, at: datetime) -> Record:
    """The firm's record as it stands."""
    weeks, rules = queries.weeks(who, firm), scorecard.in_force(at)
    window = weeks[-rules.window :]
    card = queries.card(who, firm)
    band = states.Band(card.band) if card else states.Band.UNKNOWN
    limits = rules.block if band is states.Band.BLOCK else rules.warn
    figures = scorecard.figures(window)
    known = figures.n >= rules.minimum
    levels = {monday: level for monday, level, _ in scorecard.bands(weeks, rules)}
    return Record(
        card=card,
        band=states.NAMES[band],
        tone=_TONES[band],
        figures=figures,
        crossed=scorecard.differences(figures, limits) if known else (),
        weeks=[
            (week, states.NAMES[levels[week.monday]], _TONES[levels[week.monday]])
            for week in weeks[-_SHOWN_WEEKS:]
        ],
        marks=[
            (one, MARK.get(one.code, MARK["OTHER"]), one.lifted_at is None and one.until > at)
            for one in queries.marks(who, firm)
        ],
        board=queries.board(who, firm),
        rules=rules,
    )


def _requirement(one: Requirement) -> Line:
    kinds = names.alternatives(credential_kinds()[kind] for kind in one.kinds)
    categories = names.listed(
        names.category(code) for code in sorted(one.categories, key=names.position)
    )
    countries = names.listed(
        names.place(code)
        for code in names.site_codes()
        if code in one.countries and code not in one.but
    )
    but = names.listed(names.place(code) for code in sorted(one.but))
    what = categories if one.categories else Text("全部服务", "every service")
    where = countries if one.countries else Text("全部国家", "everywhere")
    about = Text("{what}；{where}", "{what}; {where}").with_(what=what, where=where)
    if one.but and not one.countries:
        about = Text("{about}（{but} 另列）", "{about} ({but} apart)").with_(about=about, but=but)
    return Line(
        kinds, about, one_side(one.source), one.checked_on, one.confidence == "unverified", one.note
    )


def _ground(one: Ground) -> Line:
    says = _TERMS[one.value].with_(v=_value(one))
    kind = credential_kinds()[one.kind]
    return Line(says, kind, one_side(one.source), one.checked_on, one.confidence == "unverified")


def _value(one: Ground) -> object:
    if one.value == "needs" and isinstance(one.says, list):
        return names.listed(details()[name][0] for name in one.says)
    if one.value == "holder":
        return _HOLDER[str(one.says)]
    return "、".join(one.says) if isinstance(one.says, list) else one.says
