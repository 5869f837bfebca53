"""PL JPK_V7M(3): declaration VAT-7 (23) and ledger in one XML, for periods from 2026-02.

Official schema: namespace http://crd.gov.pl/wzor/2025/12/19/14090/, wersjaSchemy 1-0E. Whole PLN in
the declaration, two decimals in the ledger; the totals are sums of the declaration's own fields.
"""

from __future__ import annotations

from decimal import Decimal
from xml.sax.saxutils import escape

from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, named
from pilotage.engines.tax.filing.filed import Filed, amount, filed, unreadable, xml_root
from pilotage.engines.tax.filing.pl_ledger import Row, purchases, purchases_xml, sales, sales_xml
from pilotage.kernel.decimals import rounded
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text

NAMESPACE = "http://crd.gov.pl/wzor/2025/12/19/14090/"
FIRST = Month(2026, 2)

# Fields that the schema lets stand only together.
_PAIRS = (("15", "16"), ("17", "18"), ("19", "20"), ("23", "24"), ("42", "43"))
_BASES = "10 11 13 15 17 19 21 22 23 25 27 29 31".split()
_TAXES = "16 18 20 24 26 28 30 32 33 34".split()
_NO_BOX = {f"P_{at}" for at in "37 38 42 43 48 51 53 62".split()}
_ORDER = "13 15 16 17 18 19 20 21 22 23 24 37 38 42 43 48 51 53 62".split()

_COLLECTIVE = Text(
    "台账为按行汇总的内部凭证（WEW/DI）；有发票的须逐张替换。",
    "The ledger holds collective internal documents (WEW, DI); where invoices exist they replace them.",
)
_DEEMED = Text(
    "平台视同销售填 P_13/K_13 未核实。", "P_13/K_13 for the deemed supply is unverified."
)
_ELSEWHERE = Text(
    "离境远程销售（P_11、WSTO_EE）未写入。",
    "Distance sales taxed elsewhere (P_11, WSTO_EE) are not written.",
)
_EARLY = Text(
    "JPK_V7M(3) 自 2026-02 起适用，本期应用第 2 版。",
    "JPK_V7M(3) holds from 2026-02; this period needs version 2.",
)


def document(made: Return, filer: Filer) -> Document:
    """The file of one month; what only the seller knows is `?` and listed in `missing`."""
    month = parse_period(made["period"])
    assert isinstance(month, Month)
    doubts = [_COLLECTIVE]
    doubts += [_DEEMED] if "deemed_supply" in made["lines"] else []
    doubts += [_ELSEWHERE] if "distance_elsewhere" in made["lines"] else []
    doubts += [_EARLY] if month < FIRST else []
    nip = (filer.seller.number_in("PL") or UNKNOWN).removeprefix("PL")
    said = {
        "NIP": nip if nip != UNKNOWN else None,
        "KodUrzedu": filer.tax_office,
        "Email": filer.email,
        "DataWytworzeniaJPK": filer.prepared_at
        and filer.prepared_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    missing = tuple(name for name, value in said.items() if not value)
    words = {name: escape(value or UNKNOWN) for name, value in said.items()}
    name = named(made, "JPK_V7M", "xml", verified=False)
    body = _body(made, month, words, escape(filer.seller.name or UNKNOWN), doubts)
    return Document("jpk", name, body.encode(), missing, tuple(doubts))


def _body(made: Return, month: Month, words: dict[str, str], name: str, doubts: list[Text]) -> str:
    sold, bought = sales(made), purchases(made)
    document, day = f"PILOTAGE-{month}", month.last.isoformat()
    face = "".join(f"<!-- unverified: {doubt.en} -->\n" for doubt in doubts)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
{face}<JPK xmlns="{NAMESPACE}">
<Naglowek><KodFormularza kodSystemowy="JPK_V7M (3)" wersjaSchemy="1-0E">JPK_VAT</KodFormularza>
<WariantFormularza>3</WariantFormularza>
<DataWytworzeniaJPK>{words["DataWytworzeniaJPK"]}</DataWytworzeniaJPK>
<CelZlozenia poz="P_7">1</CelZlozenia><KodUrzedu>{words["KodUrzedu"]}</KodUrzedu>
<Rok>{month.year}</Rok><Miesiac>{month.month}</Miesiac></Naglowek>
<Podmiot1 rola="Podatnik"><OsobaNiefizyczna><NIP>{words["NIP"]}</NIP>
<PelnaNazwa>{name}</PelnaNazwa><Email>{words["Email"]}</Email></OsobaNiefizyczna></Podmiot1>
<Deklaracja><Naglowek>
<KodFormularzaDekl kodSystemowy="VAT-7 (23)" kodPodatku="VAT" rodzajZobowiazania="Z" wersjaSchemy="1-0E">VAT-7</KodFormularzaDekl>
<WariantFormularzaDekl>23</WariantFormularzaDekl></Naglowek>
<PozycjeSzczegolowe>{_declared(made, bought)}</PozycjeSzczegolowe>
<Pouczenia>1</Pouczenia></Deklaracja>
<Ewidencja>
{sales_xml(sold, document, day)}{purchases_xml(bought, document, day)}</Ewidencja>
</JPK>
"""


def _declared(made: Return, bought: list[Row]) -> str:
    values = _values(made, bought)
    return "".join(f"<P_{at}>{values[at]}</P_{at}>" for at in _ORDER if at in values)


def _values(made: Return, bought: list[Row]) -> dict[str, Decimal]:
    """Fields that are not zero, both halves of a pair, and the totals the schema asks for."""
    boxes = {name.removeprefix("P_"): Decimal(value) for name, value in made["boxes"].items()}
    for row in bought:
        boxes |= {name.removeprefix("K_"): rounded(value, 0) for name, value in row.fields}
    for pair in _PAIRS:
        if any(boxes.get(name) for name in pair):
            boxes |= {name: boxes.get(name, Decimal(0)) for name in pair}
    bases = sum((boxes.get(name, Decimal(0)) for name in _BASES), Decimal(0))
    due = sum((boxes.get(name, Decimal(0)) for name in _TAXES), Decimal(0))
    deducted = boxes.get("43", Decimal(0))
    more = max(deducted - due, Decimal(0))
    totals = {"37": bases, "38": due, "48": deducted, "51": max(due - deducted, Decimal(0))}
    return boxes | totals | ({"53": more, "62": more} if more else {})


def read(text: str) -> Filed:
    """The fields of the declaration that a return has as boxes: its totals and input tax are left aside."""
    root = xml_root(text)
    year, month = (root.findtext(f".//{{*}}{name}", "") for name in ("Rok", "Miesiac"))
    period = parse_period(f"{year}-{month:0>2}")
    declared = root.find(".//{*}PozycjeSzczegolowe")
    if period is None or declared is None:
        raise unreadable(Text("XML 里没有 JPK_V7M 申报。", "The XML holds no JPK_V7M declaration."))
    held = {}
    for field in declared:
        name = field.tag.rpartition("}")[2]
        if name.startswith("P_"):
            held[name] = amount(name, field.text)
    return filed("LOCAL", "PL", str(period), {k: v for k, v in held.items() if k not in _NO_BOX})
