"""Reports due next: the first day on or after today for every return and producer report owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pilotage.engines import law
from pilotage.engines.law import Dated, Form
from pilotage.engines.matching.fit_epr import applies
from pilotage.engines.matching.fit_evidence import Evidence
from pilotage.engines.matching.fit_findings import DueItem, Finding
from pilotage.engines.matching.fit_registrations import filing_countries
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel import places
from pilotage.kernel.text import Text

_NO_FORM = Text(
    "{country}的申报表与期限不在法规表中。",
    "The return of {country} and its due day are not in the tables.",
)


def dues(evidence: Evidence, seller: SellerProfile, on: date) -> tuple[DueItem, ...]:
    """Every report owed, the nearest first."""
    found = [
        *(_return(country, form, on) for country, form in owed_forms(evidence, seller, on)),
        *_producer_reports(evidence, seller, on),
    ]
    return tuple(sorted(found, key=lambda due: (due.day, due.country, due.code)))


def owed_forms(
    evidence: Evidence, seller: SellerProfile, on: date
) -> tuple[tuple[str, Dated[Form]], ...]:
    """(country, form) of every VAT return the seller owes; `EU` for the One-Stop-Shops."""
    statements = _with_statements(evidence, seller)
    local = [
        (country, form)
        for country in filing_countries(evidence, seller)
        for form in law.forms(country, on)
        if form.value.kind in ("local", "annual")
        or (form.value.kind == "statement" and country in statements)
    ]
    return (*local, *_one_stop_shops(seller, on))


def unknown_returns(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[Finding]:
    """Countries that are owed a return the tables do not know."""
    for country in filing_countries(evidence, seller):
        if law.local_form(country, on) is None:
            yield Finding(
                "RETURN_NOT_IN_TABLES",
                "unknown",
                _NO_FORM.with_(country=places.name(country)),
                country,
                "vat_filing",
                settles=Text(
                    "请当地税局或税务顾问确认。",
                    "An answer from the authority or an adviser there.",
                ),
            )


def _with_statements(evidence: Evidence, seller: SellerProfile) -> frozenset[str]:
    """States from which own goods or goods for business buyers left for another state."""
    eu = law.eu_states_today()
    leaving = [*evidence.movements(), *(f for f in evidence.sales() if f.business)]
    return frozenset(f.dep for f in leaving if f.dep != f.arr and {f.dep, f.arr} <= eu)


def _one_stop_shops(seller: SellerProfile, on: date) -> Iterator[tuple[str, Dated[Form]]]:
    if seller.oss_on(on):
        yield "EU", law.form("EU", "OSS", on)
    if seller.ioss_number:
        yield "EU", law.form("EU", "IOSS", on)


def _return(country: str, form: Dated[Form], on: date) -> DueItem:
    due = law.next_due(country, form.value.code, on)
    return DueItem(
        country,
        form.value.code,
        form.value.name,
        due.value.period,
        due.value.day,
        form.step(form.value.name),
        form.value.note,
    )


def _producer_reports(evidence: Evidence, seller: SellerProfile, on: date) -> Iterator[DueItem]:
    for country in evidence.delivered_to_consumers():
        for scheme in law.producer_schemes(country, on):
            if applies(scheme.value, seller):
                for deadline in law.epr_deadlines(scheme.value.country, scheme.value.key, on):
                    day = deadline.value.next_after(on)
                    step = deadline.step(deadline.value.name)
                    name = deadline.value.name
                    yield DueItem(country, f"EPR.{scheme.value.key}", name, "", day, step)
