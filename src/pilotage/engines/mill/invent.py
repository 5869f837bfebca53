"""Invented VAT Transactions Reports of a Chinese seller, for tests, benches and the demo.

Every seller, buyer, order, product and amount is made up; UNIQUE_ACCOUNT_IDENTIFIER begins
with DEMO. The same arguments give the same bytes. Sales, refunds of earlier sales, movements
of own stock, exports and rows the platform missed, in the mixture of `scenes.SCENES`.
"""

from __future__ import annotations

import codecs
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill.cells import literal
from pilotage.engines.mill.columns import COLUMNS
from pilotage.engines.mill.engine import Limits, connect
from pilotage.engines.mill.scenes import PLACES, PRODUCTS, SCENES, buyers
from pilotage.kernel.periods import Month

BLOCK = 4 * 1024 * 1024
JANUARY, MARCH = Month(2026, 1), Month(2026, 3)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to invent: `dirty` is the share of rows that cannot be read, 0 to 0.5."""

    rows: int
    seed: int = 7
    first: Month = JANUARY
    last: Month = MARCH
    dirty: float = 0.0
    encoding: str = "utf-8"
    delimiter: str = ","
    quoted: bool = False


def invent(wish: Wish, target: Path, limits: Limits | None = None) -> None:
    """Write the report that `wish` describes to `target`."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".invent-") as folder:
        text = Path(folder) / "report.csv"
        with connect(limits) as connection:
            for statement in _tables(wish):
                connection.execute(statement)
            quote = ", FORCE_QUOTE *" if wish.quoted else ""
            connection.execute(
                f"COPY ({_report(wish)}) TO {literal(str(text))} "
                f"(FORMAT csv, HEADER, DELIMITER {literal(wish.delimiter)}{quote})"
            )
        _encode(text, target, wish.encoding)


def _encode(text: Path, target: Path, encoding: str) -> None:
    if encoding == "utf-8":
        text.replace(target)
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoder = codecs.getincrementalencoder(encoding)(errors="replace")
    with text.open("rb") as source, target.open("wb") as out:
        while block := source.read(BLOCK):
            out.write(encoder.encode(decoder.decode(block)))


def _tables(wish: Wish) -> list[str]:
    dice = random.Random(wish.seed)  # noqa: S311 (invented data, not secrets)
    slots = [scene for scene in SCENES for _ in range(scene.weight)]
    sales = [scene for scene in slots if scene.type == "SALE"]
    return [
        _table("scene", "slot, type, site, dep, arr, scheme, party, business, permille, currency, export",
               [(slot, *scene.cells()) for slot, scene in enumerate(slots)]),
        _table("sale_scene", "slot, type, site, dep, arr, scheme, party, business, permille, currency, export",
               [(slot, *scene.cells()) for slot, scene in enumerate(sales)]),
        # A stored table is scanned by all threads, range() by one.
        f"CREATE TABLE number AS SELECT i FROM range({wish.rows}) AS r(i)",  # noqa: S608
        _table("place", "country, n, city, postcode", PLACES),
        _table("product", "n, sku, title, grams", [(n, *p) for n, p in enumerate(PRODUCTS)]),
        _table("buyer", "country, n, number", buyers(dice)),
    ]  # fmt: skip


def _table(name: str, columns: str, rows: list[tuple[object, ...]]) -> str:
    values = ", ".join(f"({', '.join(_sql(cell) for cell in row)})" for row in rows)
    return f"CREATE TABLE {name} AS SELECT * FROM (VALUES {values}) AS t({columns})"  # noqa: S608


def _sql(cell: object) -> str:
    return "NULL" if cell is None else str(cell) if isinstance(cell, int) else literal(str(cell))


def _report(wish: Wish) -> str:
    """The whole report as one SELECT; row i takes its dice from hashes of (i, seed, purpose)."""
    cells = _cells()
    if wish.dirty:
        cells |= _spoiled(cells, wish)
    listed = ", ".join(f"{cells.get(c.header, 'NULL::VARCHAR')} AS {c.header}" for c in COLUMNS)
    slots = sum(scene.weight for scene in SCENES)
    sale_slots = sum(scene.weight for scene in SCENES if scene.type == "SALE")
    span = (wish.last.last - wish.first.first).days
    scene = "type, site, dep, arr, scheme, party, business, permille, currency, export"
    picked = ", ".join(f"coalesce(s.{n}, z.{n}) AS {n}" for n in scene.split(", "))
    dice = ", ".join(
        f"(hash(origin, {wish.seed}, {k}) % 1000000007)::BIGINT AS d{k}" for k in range(1, 9)
    )
    # Every 25th row refunds the sale twelve rows above it, so a refund finds its sale.
    return f"""
SELECT {listed} FROM (SELECT *, {_money()} FROM (
SELECT b.*, {picked}, (1 + (d3 % 100 >= 85)::INT + (d3 % 100 >= 97)::INT) AS qty,
  599 + d4 % 9000 AS cents, p.* FROM (
SELECT i, i % 25 = 24 AS refund, (i % 25 = 24 OR i % 25 = 12) AS sold, origin,
  DATE '{wish.first.first}' + (i * {span} // {max(wish.rows - 1, 1)})::INT AS day,
  DATE '{wish.first.first}' + (origin * {span} // {max(wish.rows - 1, 1)})::INT AS sale_day,
  {dice},
  (hash(i, {wish.seed}, 99) % 1000000007)::BIGINT AS own
FROM (SELECT i, CASE WHEN i % 25 = 24 THEN i - 12 ELSE i END AS origin FROM number)
) b LEFT JOIN scene s ON NOT b.sold AND s.slot = d1 % {slots}
LEFT JOIN sale_scene z ON b.sold AND z.slot = d1 % {sale_slots}
JOIN product p ON p.n = d2 % {len(PRODUCTS)}))
LEFT JOIN place f ON f.country = dep AND f.n = d5 % 2
LEFT JOIN place t ON t.country = arr AND t.n = d6 % 2
LEFT JOIN buyer u ON u.country = arr AND u.n = d7 % 20"""  # noqa: S608


def _money() -> str:
    """Gross is whole cents per unit; Amazon rounds the net of one unit and multiplies."""
    return (
        "cents * qty AS gross, "
        "qty * ((cents * 1000 + (1000 + permille) // 2) // (1000 + permille)) AS net"
    )


def _euros(cents: str) -> str:
    return f"({cents} * 0.01)::DECIMAL(12,2)::VARCHAR"


def _cells() -> dict[str, str]:
    money, split = "party <> ''", "party <> '' AND NOT refund"
    gross = f"CASE WHEN {money} THEN {_euros('CASE WHEN refund THEN -gross ELSE gross END')} END"
    net, vat = (f"CASE WHEN {split} THEN {_euros(c)} END" for c in ("net", "(gross - net)"))
    rate = f"CASE WHEN {split} THEN (permille * 0.001)::DECIMAL(6,3)::VARCHAR END"
    business = "CASE WHEN business = 1 THEN {} END"
    return {
        "UNIQUE_ACCOUNT_IDENTIFIER": "'DEMO0SELLER'",
        "ACTIVITY_PERIOD": "upper(strftime(day, '%Y-%b'))",
        "SALES_CHANNEL": "'AFN'",
        "MARKETPLACE": "site",
        "PROGRAM_TYPE": "'REGULAR'",
        "TRANSACTION_TYPE": "CASE WHEN refund THEN 'REFUND' ELSE type END",
        "TRANSACTION_EVENT_ID": "printf('4%02d-%07d-%07d', d8 % 100, d2 % 10000000, origin % 10000000)",
        "ACTIVITY_TRANSACTION_ID": "printf('DEMO%09x', own)",
        "TAX_CALCULATION_DATE": "CASE WHEN party <> '' THEN strftime(sale_day, '%d-%m-%Y') END",
        "TRANSACTION_DEPART_DATE": "strftime(day, '%d-%m-%Y')",
        "TRANSACTION_ARRIVAL_DATE": "strftime(day + 2, '%d-%m-%Y')",
        "TRANSACTION_COMPLETE_DATE": "strftime(day, '%d-%m-%Y')",
        "SELLER_SKU": "sku",
        "ASIN": "printf('B0DEMO%04d', d2 % 10000)",
        "ITEM_DESCRIPTION": "title",
        "ITEM_MANUFACTURE_COUNTRY": "'CN'",
        "QTY": "qty::VARCHAR",
        "ITEM_WEIGHT": "(grams * 0.001)::DECIMAL(8,3)::VARCHAR",
        "TOTAL_ACTIVITY_WEIGHT": "(grams * qty * 0.001)::DECIMAL(8,3)::VARCHAR",
        "PRICE_OF_ITEMS_AMT_VAT_EXCL": net,
        "TOTAL_PRICE_OF_ITEMS_AMT_VAT_EXCL": net,
        "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL": net,
        "PRICE_OF_ITEMS_VAT_RATE_PERCENT": rate,
        "PRICE_OF_ITEMS_VAT_AMT": vat,
        "TOTAL_PRICE_OF_ITEMS_VAT_AMT": vat,
        "TOTAL_ACTIVITY_VALUE_VAT_AMT": vat,
        "PRICE_OF_ITEMS_AMT_VAT_INCL": gross,
        "TOTAL_PRICE_OF_ITEMS_AMT_VAT_INCL": gross,
        "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": gross,
        "TRANSACTION_CURRENCY_CODE": f"CASE WHEN {money} THEN currency END",
        "PRODUCT_TAX_CODE": "'A_GEN_STANDARD'",
        "DEPATURE_CITY": "f.city",
        "DEPARTURE_COUNTRY": "dep",
        "DEPARTURE_POST_CODE": "f.postcode",
        "ARRIVAL_CITY": "t.city",
        "ARRIVAL_COUNTRY": "arr",
        "ARRIVAL_POST_CODE": "t.postcode",
        "SALE_DEPART_COUNTRY": f"CASE WHEN {money} THEN dep END",
        "SALE_ARRIVAL_COUNTRY": f"CASE WHEN {money} THEN arr END",
        "TRANSPORTATION_MODE": f"CASE WHEN {money} THEN 'CONSIGNMENT_BY_POST' ELSE 'TRANSPORT_BY_ROAD' END",
        "DELIVERY_CONDITIONS": f"CASE WHEN {money} THEN 'DAP' END",
        "BUYER_VAT_NUMBER_COUNTRY": business.format("arr"),
        "BUYER_VAT_NUMBER": business.format("u.number"),
        "EXPORT_OUTSIDE_EU": f"CASE WHEN {money} THEN CASE WHEN export = 1 THEN 'YES' ELSE 'NO' END END",
        "TAX_REPORTING_SCHEME": "nullif(scheme, '')",
        "TAX_COLLECTION_RESPONSIBILITY": "nullif(party, '')",
    }


_SPOILS = (
    ("TRANSACTION_COMPLETE_DATE", "'31-02-2026'"),
    ("QTY", "NULL"),
    ("QTY", "'0'"),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL", "'12,50'"),
    ("PRICE_OF_ITEMS_VAT_RATE_PERCENT", "'19%'"),
    ("TOTAL_ACTIVITY_VALUE_VAT_AMT", "'#REF!'"),
    ("TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL", "'NaN'"),
    ("ACTIVITY_PERIOD", "'2026-XYZ'"),
)


def _spoiled(cells: dict[str, str], wish: Wish) -> dict[str, str]:
    spoiled: dict[str, str] = {}
    per_million = int(wish.dirty * 1_000_000)
    for kind, (header, value) in enumerate(_SPOILS):
        bad = f"own % 1000000 < {per_million} AND own // 1000000 % {len(_SPOILS)} = {kind}"
        good = spoiled.get(header, cells[header])
        spoiled[header] = f"CASE WHEN {bad} THEN {value} ELSE {good} END"
    return spoiled
