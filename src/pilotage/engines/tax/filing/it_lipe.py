"""IT Comunicazione liquidazioni periodiche IVA (LIPE): XML `IVP18`, one module per month of a quarter.

Structure of the official schema (fornituraIvp 2017 v1; `NumeroModulo` since 2018). Amounts have a
decimal comma and at most 16 characters. Who signs (`CFDichiarante`, intermediary) is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, box
from pilotage.engines.tax.filing.filed import Filed, amount, filed, unreadable, xml_root
from pilotage.kernel.periods import Month, Quarter, parse_period
from pilotage.kernel.text import Text

NAMESPACE = "urn:www.agenziaentrate.gov.it:specificheTecniche:sco:ivp"
_SCHEMA = Text(
    "按 2017 v1 版 XSD 与 2018 年新增的 NumeroModulo 生成，未对 2018 版 XSD 校验。",
    "Made by the 2017 v1 XSD with NumeroModulo of 2018; not checked against the XSD of 2018.",
)

# Element of a module, box; in the order of the schema.
_AMOUNTS = (
    ("TotaleOperazioniAttive", "VP2"),
    ("TotaleOperazioniPassive", "VP3"),
    ("IvaEsigibile", "VP4"),
    ("IvaDetratta", "VP5"),
    ("IvaDovuta", "VP6.1"),
    ("IvaCredito", "VP6.2"),
    ("ImportoDaVersare", "VP14.1"),
    ("ImportoACredito", "VP14.2"),
)


def documents(returns: Sequence[Return], filer: Filer) -> list[Document]:
    """One file per quarter that has an Italian return; months without one have no module."""
    quarters: dict[Quarter, dict[Month, Return]] = {}
    for made in returns:
        period = parse_period(made["period"])
        if made["return"] == "LOCAL" and made["jurisdiction"] == "IT" and isinstance(period, Month):
            quarters.setdefault(period.quarter, {})[period] = made
    return [_document(quarter, months, filer) for quarter, months in sorted(quarters.items())]


def _document(quarter: Quarter, months: dict[Month, Return], filer: Filer) -> Document:
    number = (filer.seller.number_in("IT") or UNKNOWN).removeprefix("IT")
    modules = "".join(
        _module(at, month, made) for at, (month, made) in enumerate(sorted(months.items()), 1)
    )
    body = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- unverified: {_SCHEMA.en} -->
<iv:Fornitura xmlns:iv="{NAMESPACE}">
<iv:Intestazione><iv:CodiceFornitura>IVP18</iv:CodiceFornitura></iv:Intestazione>
<iv:Comunicazione identificativo="00001">
<iv:Frontespizio>
<iv:CodiceFiscale>{escape(number)}</iv:CodiceFiscale>
<iv:AnnoImposta>{quarter.year}</iv:AnnoImposta>
<iv:PartitaIVA>{escape(number)}</iv:PartitaIVA>
<iv:FirmaDichiarazione>1</iv:FirmaDichiarazione>
</iv:Frontespizio>
<iv:DatiContabili>
{modules}</iv:DatiContabili>
</iv:Comunicazione>
</iv:Fornitura>
"""
    missing = ("PartitaIVA",) if number == UNKNOWN else ()
    name = f"IT-LIPE-{quarter}.unverified.xml"
    return Document("lipe", name, body.encode(), missing, (_SCHEMA,))


def _module(number: int, month: Month, made: Return) -> str:
    amounts = "".join(
        f"<iv:{element}>{_comma(value)}</iv:{element}>\n"
        for element, name in _AMOUNTS
        if (value := box(made, name))
    )
    return (
        f"<iv:Modulo>\n<iv:NumeroModulo>{number}</iv:NumeroModulo>\n"
        f"<iv:Mese>{month.month}</iv:Mese>\n{amounts}</iv:Modulo>\n"
    )


def _comma(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def read(text: str, period: str) -> Filed:
    """The module of the month asked for; without one, the only module there is."""
    root = xml_root(text)
    year = root.findtext(".//{*}AnnoImposta", "")
    months = {
        f"{year}-{module.findtext('{*}Mese', ''):0>2}": module
        for module in root.iter(f"{{{NAMESPACE}}}Modulo")
    }
    found = period or (next(iter(months)) if len(months) == 1 else "")
    if parse_period(found) is None or found not in months:
        says = Text(
            "LIPE 文件里没有所选的月份。", "The LIPE file has no module of the month chosen."
        )
        raise unreadable(says)
    held = {}
    for element, name in _AMOUNTS:
        if (value := months[found].findtext(f"{{*}}{element}")) is not None:
            held[name] = amount(element, value.replace(",", "."))
    return filed("LOCAL", "IT", found, held)
