"""Rules 1 to 28, from the top; and rule R, which looks up a refund's sale."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.engines.tax.referee.places import EU, Journey, buyer, home, issuer, journey
from tests.engines.tax.referee.profile import Profile
from tests.engines.tax.referee.reading import Row

from pilotage.engines.law import reverse_charge

SALES = ("SALE", "LIQUIDATION_SALE")
REFUNDS = ("REFUND", "LIQUIDATION_REFUND")
MOVES = ("FC_TRANSFER", "INBOUND")
COMMINGLING = ("COMMINGLING_BUY", "COMMINGLING_SELL")


@dataclass
class Way:
    """How a row is treated; `code` is set when it is blocked."""

    treatment: str = ""
    jurisdiction: str = ""
    code: str = ""
    journey: Journey = field(default_factory=lambda: Journey("", ""))
    buyer: str | None = None
    findings: set[str] = field(default_factory=set)


def way(row: Row, seller: Profile) -> Way:
    places = journey(row)
    number, invalid = buyer(row)
    found = _decide(row, places, number, seller)
    found.journey, found.buyer = places, number
    if invalid and row.kind in (*SALES, *REFUNDS):
        found.findings.add("BUYER_NUMBER_INVALID")
    return found


def _decide(row: Row, places: Journey, number: str | None, seller: Profile) -> Way:
    dep, arr = places.dep, places.arr
    if row.kind in (*MOVES, *COMMINGLING) and not (dep and arr):
        return Way(code="COUNTRY_MISSING")
    if row.kind == "RETURN":
        return Way("no_effect")
    if row.kind in MOVES:
        return _movement(places, seller)
    if row.kind in COMMINGLING:
        # A place without VAT of ours has no return: "anything left".
        return Way(row.kind.lower(), dep) if _files(dep) else Way(code="NOT_COVERED")
    if row.kind == "DONATION":
        return Way(code="DONATION_REVIEW")
    if row.kind not in (*SALES, *REFUNDS):
        return Way(code="UNKNOWN_TYPE")
    if not (dep and arr):
        return Way(code="COUNTRY_MISSING")
    if row.responsibility == "MARKETPLACE":
        return _marketplace(row, dep)
    if row.responsibility != "SELLER":
        return Way(code="UNKNOWN_RESPONSIBILITY")
    if row.scheme not in ("REGULAR", "UNION-OSS", "IMPORT-OSS", "COMMINGLE_VAT"):
        return Way(code="UNKNOWN_SCHEME")
    return _sellers_own(row, dep, arr, number, seller)


def _files(place: str) -> bool:
    return place in EU or place == "GB"


def _movement(places: Journey, seller: Profile) -> Way:
    dep, arr = places.dep, places.arr
    if dep == arr:
        return Way("no_effect")
    if dep in EU and arr in EU:
        barred = not seller.italy_vies_guarantee and seller.established_in not in EU
        if "IT" in (dep, arr) and barred:
            return Way(code="IT_NOT_IN_VIES")
        return Way("own_goods", dep)
    if dep in EU or dep == "GB":
        return Way("own_goods_export", dep)
    return Way("own_goods_import", arr)


def _marketplace(row: Row, dep: str) -> Way:
    if row.scheme == "DEEMED_RESELLER":
        return Way("deemed_supply", dep) if _files(dep) else Way(code="NOT_COVERED")
    if row.scheme == "UK_VOEC-DOMESTIC":
        return Way("deemed_supply", "GB")
    if row.scheme in ("UK_VOEC-IMPORT", "CH_VOEC", "NO_VOEC"):
        return Way("export", dep) if dep in EU or dep == "GB" else Way("outside_scope")
    if row.scheme == "DEEMED_RESELLER-IOSS":
        return Way("outside_scope")
    return Way(code="UNKNOWN_SCHEME")


def _sellers_own(row: Row, dep: str, arr: str, number: str | None, seller: Profile) -> Way:
    ioss = dep not in EU and arr in EU and row.scheme == "IMPORT-OSS"
    if not ioss:
        if dep in EU and (arr not in EU or row.export_flag):
            return Way("export", dep)
        if dep == "GB" and arr != "GB":
            return Way("export", dep)
    if ioss:
        missing = set() if seller.ioss_number else {"IOSS_NOT_IN_PROFILE"}
        return Way("ioss_sale", "IOSS", findings=missing)
    if (dep not in EU and arr in EU) or (arr == "GB" and dep != "GB"):
        return Way(code="IMPORT_NEEDS_CUSTOMS")
    if dep == arr and (dep in EU or dep == "GB"):
        return _domestic(row, dep, number, seller)
    if dep in EU and arr in EU:
        return _between_states(row, dep, arr, number, seller)
    return Way(code="NOT_COVERED")


def _domestic(row: Row, dep: str, number: str | None, seller: Profile) -> Way:
    if dep in EU and number and issuer(number) == "GB":
        number = None
    if number:
        law = reverse_charge(dep, row.rate_date)
        if law is not None and law.value and seller.established_in != dep:
            return Way("reverse_charge", dep)
        return Way("taxed", dep)
    at_home = seller.established_in == "GB" if dep == "GB" else seller.established_in in EU
    return Way("taxed", dep, findings=set() if at_home else {"PLATFORM_MISSED"})


def _between_states(row: Row, dep: str, arr: str, number: str | None, seller: Profile) -> Way:
    if number and issuer(number) == "GB":
        number = None
    if number:
        return Way("taxed", dep) if issuer(number) == dep else Way("ic_supply", dep)
    if row.scheme == "UNION-OSS" or seller.oss_in_force(row.rate_date):
        none = seller.oss_from is None
        return Way("distance_sale_oss", "OSS", findings={"OSS_NOT_IN_PROFILE"} if none else set())
    if seller.number_in(arr):
        return Way("taxed", arr)
    # The contract names DEPARTURE_RATE_PRACTICE here; the example oss_in_force_by_date counts none.
    return Way(code="NO_REGISTRATION_FOR_ARRIVAL")


def sale_of(refund: Row, sales: list[Row]) -> Row | None:
    """The latest sale of the same order and article that is not after the refund."""
    wanted = "LIQUIDATION_SALE" if refund.kind == "LIQUIDATION_REFUND" else "SALE"
    order = [s for s in sales if s.kind == wanted and s.event == refund.event and s.event]
    same = [s for s in order if refund.sku and s.sku == refund.sku]
    if not same:
        same = [s for s in order if refund.asin and s.asin == refund.asin]
    before = [
        s for s in same if s.completed and refund.completed and s.completed <= refund.completed
    ]
    if not before:
        return None
    return max(before, key=lambda s: (s.completed, s.file, s.number))


def needs_sale(refund: Row) -> bool:
    places = journey(refund)
    gross_only = refund.excl is None and refund.vat is None and refund.incl is not None
    return not (places.dep and places.arr) or gross_only


def taxed_in(found: Way) -> str:
    """The country whose rate counts."""
    if found.treatment in ("distance_sale_oss", "ioss_sale"):
        return home(found.journey.arr)
    return home(found.jurisdiction)
