"""Bank and platform statements: holder, age, months without a gap, English name and store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from pilotage.engines import law
from pilotage.engines.dossier.alike import may_be_misread
from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.folding import company_en, folded
from pilotage.engines.dossier.names import is_reading
from pilotage.engines.dossier.terms import months_before
from pilotage.engines.dossier.values import PLATFORM, Document, Typed
from pilotage.kernel.text import Text

_PRINTED = Text("对账单或平台流水上的英文名", "the English name on the statement")


def check(
    typed: Typed, documents: Mapping[str, Document], rules: law.DossierRules
) -> Iterator[Finding]:
    """The bank statement, the run of platform statements, and the English name on all of them."""
    bank = documents.get("bank_statement")
    platform = [document for document in documents.values() if document.kind == PLATFORM]
    if bank:
        yield from _holder(typed, bank)
        yield from _age(typed, bank, rules)
    if platform:
        yield from _months(typed, platform, rules)
    yield from _english(typed, bank, platform)


def _holder(typed: Typed, bank: Document) -> Iterator[Finding]:
    printed, wanted = bank.text("holder"), typed.bank_statement_holder or typed.company_name_zh
    if not printed or not wanted or folded(printed) == folded(wanted):
        return
    at = bank.fields["holder"]
    unsure = may_be_misread(folded(printed), folded(wanted), at.confidence)
    yield finding(
        "READING_UNSURE" if unsure else "STATEMENT_HOLDER_MISMATCH",
        bank.name,
        "holder",
        read=printed,
        expected=wanted,
        at=at,
    )


def _age(typed: Typed, bank: Document, rules: law.DossierRules) -> Iterator[Finding]:
    issued = bank.day("issued") or bank.day("period_to")
    oldest = typed.as_of - timedelta(days=rules.statement_days)
    if issued and issued < oldest:
        name = "issued" if bank.day("issued") else "period_to"
        at = bank.fields[name]
        yield finding(
            "STATEMENT_TOO_OLD",
            bank.name,
            name,
            expected=oldest.isoformat(),
            at=at,
        )


def _months(typed: Typed, platform: list[Document], rules: law.DossierRules) -> Iterator[Finding]:
    wanted = months_before(typed.as_of, rules.platform_months)
    found = Counter(document.text("month") for document in platform)
    if "" in found:  # a month that was not read is no gap yet; it is told as not read
        return
    fault = [month for month in wanted if month not in found]
    fault += sorted(month for month, times in found.items() if times > 1 or month not in wanted)
    if fault:
        at = platform[0].fields["month"]
        yield finding(
            "STATEMENT_GAP",
            PLATFORM,
            "month",
            read=", ".join(fault),
            expected=f"{wanted[0]} … {wanted[-1]}",
            at=at,
        )


def _english(typed: Typed, bank: Document | None, platform: list[Document]) -> Iterator[Finding]:
    wanted = company_en(typed.company_name_en)
    named = [(bank, "holder_en")] if bank else []
    named += [(document, "legal_entity") for document in platform]
    for document, name in named:
        printed = company_en(document.text(name))
        if not printed or not wanted or _same(document, name, printed, wanted):
            continue
        if is_reading(document.text(name), document.text("holder")):
            continue  # a person's account: whose it is, the holder says
        at = document.fields[name]
        unsure = may_be_misread(printed, wanted, at.confidence) or _cut_short(printed, wanted)
        yield finding(
            "READING_UNSURE" if unsure else "NAME_MISMATCH_EN",
            document.name,
            name,
            expected=typed.company_name_en,
            why=_PRINTED,
            at=at,
        )
        if not unsure:
            return  # once is enough: the same name stands on every page


def _same(document: Document, name: str, printed: str, wanted: str) -> bool:
    """Equal, or the beginning of it where the line runs off the page."""
    if name not in document.clipped:
        # Print that runs off the paper inside a photograph loses its end: a lost LTD is no other company.
        return printed in {wanted.removesuffix("COLTD"[lost:]) for lost in range(6)}
    return len(printed) >= 8 and wanted.startswith(printed[:-1])


# A shorter piece than this of the name as typed is another name.
_MOST = 0.75


def _cut_short(printed: str, wanted: str) -> bool:
    """Whether only the end of a long name is not there: print that runs off the paper, for a person to see."""
    return wanted.startswith(printed) and len(printed) >= max(12, _MOST * len(wanted))
