"""What stands between a contract and its signature (refused), and what a reader should know (warned)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pilotage.engines.contracts.clause import Clause, library
from pilotage.engines.contracts.contract import Contract, Term, clause_of, contract_hash
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_FILE = files("pilotage.engines.contracts") / "lint.yaml"


class Weight(StrEnum):
    """`REFUSED` cannot be signed; `WARNED` can, by somebody who has read it."""

    REFUSED = "refused"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a clause's id, a group, or `special:N` for the parties' own sentence number N."""

    code: str
    weight: Weight
    where: str
    says: Text


def findings(contract: Contract) -> tuple[Finding, ...]:
    """Everything to say about a contract: what is missing, faulty, forbidden, then what is unusual."""
    return (
        *_nameless(contract),
        *_missing(contract),
        *_faulty(contract),
        *_forbidden(contract),
        *_overreaching(contract),
        *_unusual(contract),
    )


def signable(contract: Contract) -> str:
    """The hash to sign; raises `Invalid("NOT_SIGNABLE")` naming every finding that refuses it."""
    refused = [f for f in findings(contract) if f.weight is Weight.REFUSED]
    if not refused:
        return contract_hash(contract)
    raise Invalid(
        "NOT_SIGNABLE",
        Text("合同尚不能签署：{reasons}。", "The contract cannot be signed yet: {reasons}."),
        Text("草稿已保留，请修改后再签。", "The draft is kept; change it and sign then."),
        reasons=Text("；".join(f.says.zh for f in refused), "; ".join(f.says.en for f in refused)),
        codes=tuple((f.code, f.where) for f in refused),
    )


def _nameless(contract: Contract) -> Iterator[Finding]:
    for where, party in (("seller", contract.seller), ("partner", contract.partner)):
        if not party.name.strip() or not party.registration.strip():
            yield Finding("PARTY_UNNAMED", Weight.REFUSED, where, _UNNAMED[where])


def _missing(contract: Contract) -> Iterator[Finding]:
    """A mandatory group counts only with a clause of the library that carries it."""
    there = {clause.group for term in contract.terms if (clause := clause_of(term))}
    for group in library().mandatory:
        if group not in there:
            says = _MISSING.with_(title=library().newest(group).title)
            yield Finding("CLAUSE_MISSING", Weight.REFUSED, group, says)


def _faulty(contract: Contract) -> Iterator[Finding]:
    seen: set[str] = set()
    for term in contract.terms:
        clause = clause_of(term)
        if clause is None:
            says = _UNKNOWN.with_(clause=term.clause, version=term.version)
            yield Finding("CLAUSE_UNKNOWN", Weight.REFUSED, term.clause, says)
            continue
        if clause.group in seen:
            says = _TWICE.with_(title=clause.title)
            yield Finding("CLAUSE_TWICE", Weight.REFUSED, term.clause, says)
        seen.add(clause.group)
        yield from _faulty_values(term, clause)


def _faulty_values(term: Term, clause: Clause) -> Iterator[Finding]:
    names = {variable.name for variable in clause.variables}
    for name in sorted(term.values.keys() - names):
        says = _EXTRA.with_(title=clause.title, name=name)
        yield Finding("VALUE_UNKNOWN", Weight.REFUSED, term.clause, says)
    for variable in clause.variables:
        if fault := variable.fault(term.values.get(variable.name)):
            says = _FAULTY.with_(title=clause.title, name=variable.label, fault=fault)
            yield Finding("VALUE_FAULTY", Weight.REFUSED, term.clause, says)


def _forbidden(contract: Contract) -> Iterator[Finding]:
    """Promises that no partner may make, wherever the parties can write their own words."""
    for where, text in _own_words(contract):
        for promise in promises_in(text):
            yield Finding(promise.code, Weight.REFUSED, where, promise.says)


@dataclass(frozen=True, slots=True)
class Promise:
    """A kind of promise that nobody may make, and how it is written."""

    code: str
    says: Text
    patterns: tuple[re.Pattern[str], ...]


def promises_in(text: str) -> tuple[Promise, ...]:
    """The forbidden promises in a text of either language. A sentence that denies one makes none."""
    sentences = re.split(r"[。；;！!？?\n]|\.(?=\s|$)", _unspaced(text))
    plain = " ; ".join(s for s in sentences if not _DENIAL.search(s))
    return tuple(p for p in _promises() if any(x.search(plain) for x in p.patterns))


def _overreaching(contract: Contract) -> Iterator[Finding]:
    """An authorisation that lasts too long, or that reaches for money or stock."""
    values = {meaning: value for meaning, value, _ in _sound(contract)}
    for scope in values.get("grant.scopes", []):
        if _never_granted().search(scope):
            yield Finding(
                "NEVER_GRANTED", Weight.REFUSED, "data_authorisation", _NEVER.with_(scope=scope)
            )
    starts, ends, until = (values.get(m) for m in ("term.starts", "term.ends", "grant.until"))
    if starts and ends and ends < starts:
        yield Finding("TERM_REVERSED", Weight.REFUSED, "term", _REVERSED)
    if starts and until and _days(starts, until) > _LONGEST_GRANT:
        yield Finding("GRANT_TOO_LONG", Weight.REFUSED, "data_authorisation", _TOO_LONG)


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _unspaced(text: str) -> str:
    """Full-width letters as plain ones, and no blanks between Chinese characters to hide behind."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])[^\S\n]+(?=[\u4e00-\u9fff])", "", plain)


def _own_words(contract: Contract) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(contract.special, start=1):
        yield f"special:{number}", f"{text.zh}\n{text.en}"
    for term in contract.terms:
        yield term.clause, "\n".join(_words(term.values.values()))


def _words(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _words(value)


def _unusual(contract: Contract) -> Iterator[Finding]:
    for meaning, value, where in _sound(contract):
        band = _lint()["unusual"].get(meaning)
        if band and not _within(_number(value), band):
            yield Finding("UNUSUAL", Weight.WARNED, where, Text(**band["says"]))


def _sound(contract: Contract) -> Iterator[tuple[str, Any, str]]:
    """(meaning, value, clause) of every value without fault."""
    for term in contract.terms:
        clause = clause_of(term)
        for variable in clause.variables if clause else ():
            value = term.values.get(variable.name)
            if variable.fault(value) is None:
                yield variable.meaning, value, term.clause


def _within(number: Decimal, band: Mapping[str, Any]) -> bool:
    low, high = band.get("at_least"), band.get("at_most")
    return (low is None or number >= Decimal(low)) and (high is None or number <= Decimal(high))


def _number(value: Any) -> Decimal:
    text = value["amount"] if isinstance(value, Mapping) else str(value).removesuffix("%")
    return Decimal(text)


@cache
def _lint() -> Any:
    return yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)


@cache
def _never_granted() -> re.Pattern[str]:
    raw = _lint()["never_granted"]
    return re.compile("|".join([*raw["zh"], *raw["en"]]), re.IGNORECASE)


@cache
def _promises() -> tuple[Promise, ...]:
    return tuple(
        Promise(
            raw["code"],
            Text(**raw["says"]),
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in [*raw["zh"], *raw["en"]]),
        )
        for raw in _lint()["forbidden"]
    )


_DENIAL = re.compile(
    r"不(?:作|做|予|得|能|会)?(?:任何)?(?:承诺|保证|担保)|无法(?:承诺|保证)|\b(?:not|no|never|nor|cannot|without)\b[^.;]{0,20}(?:guarantee|promise|warrant|ensure|assur)",
    re.IGNORECASE,
)
_LONGEST_GRANT = 365
_UNNAMED = {
    "seller": Text("缺少卖家的名称或登记号", "the seller's name or registration number is missing"),
    "partner": Text(
        "缺少服务商的名称或登记号", "the partner's name or registration number is missing"
    ),
}
_MISSING = Text("缺少必备条款「{title}」", "the mandatory clause “{title}” is missing")
_UNKNOWN = Text(
    "条款库中没有 {clause} 的 {version} 版", "the library has no version {version} of {clause}"
)
_TWICE = Text("「{title}」出现两次", "“{title}” is there twice")
_EXTRA = Text("「{title}」没有变量 {name}", "“{title}” has no variable {name}")
_FAULTY = Text("「{title}」的“{name}”{fault}", "“{name}” of “{title}” {fault}")
_NEVER = Text(
    "授权「{scope}」涉及资金或库存，从不允许",
    "“{scope}” reaches for money or stock, which is never granted",
)
_REVERSED = Text("合同期限的结束早于开始", "the contract ends before it begins")
_TOO_LONG = Text("数据授权超过 365 天", "the authorisation lasts longer than 365 days")
