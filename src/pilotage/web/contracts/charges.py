"""The fee plan of a contract as rows of a form: an offer's charges, with their service, number and rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from pilotage.engines.contracts import ROUNDING_LEVELS, ROUNDING_MODES
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.web.profile import fee_rows
from pilotage.web.profile.fee_rows import Item, Row
from pilotage.web.requests.forms import category_choices
from pilotage.web.speech import say

# `of`, `anchor` and `tiers_apply` are carried along unseen: few plans have them, and none may lose them.
FIELDS = ("code", "count", "level", "mode", "of", "anchor", "tiers_apply")
EMPTY: Row = {
    **fee_rows.EMPTY,
    **dict.fromkeys(FIELDS, ""),
    "count": "1",
    "level": "invoice",
    "mode": "half_up",
}


def choices() -> dict[str, list[tuple[str, str]]]:
    """What each list of a row offers, in the reader's language."""
    return {
        **fee_rows.choices(),
        "codes": category_choices(),
        "levels": [(code, say(name)) for code, name in ROUNDING_LEVELS.items()],
        "modes": [(code, say(name)) for code, name in ROUNDING_MODES.items()],
    }


def rows_of(data: QueryDict) -> list[Row]:
    """The rows as typed, in order."""
    more = zip(*(data.getlist(field) for field in FIELDS), strict=False)
    return [
        row | dict(zip(FIELDS, own, strict=True))
        for row, own in zip(fee_rows.rows_of(data), more, strict=False)
    ]


def items_of(rows: Sequence[Row]) -> list[Item]:
    """The plan's items; raises `Invalid` that names the row."""
    return [_item(row, number) for number, row in enumerate(rows, 1)]


def rows_from(items: Sequence[Mapping[str, object]]) -> list[Row]:
    """A kept plan as rows to edit."""
    return [row | _own(item) for row, item in zip(fee_rows.rows_from(items), items, strict=True)]


def _item(row: Row, number: int) -> Item:
    item = fee_rows.item_of(row, row["code"], number)
    if not (row["count"].isascii() and row["count"].isdigit() and int(row["count"])):
        raise Invalid(
            "FEE_ROW",
            Text("第 {number} 个收费项：份数应是正整数。", "Charge {number}: the count is a whole number above zero."),
            number=number,
        )  # fmt: skip
    kept = {name: row[name] for name in ("of", "anchor", "tiers_apply") if row[name]}
    rounding = {"level": row["level"], "mode": row["mode"]}
    return item | kept | {"count": int(row["count"]), "rounding": rounding}


def _own(item: Mapping[str, object]) -> Row:
    rounding = item.get("rounding")
    kept = {name: str(item.get(name, EMPTY[name])) for name in FIELDS}
    said = rounding if isinstance(rounding, dict) else {"level": "invoice", "mode": "half_up"}
    return kept | {name: str(said[name]) for name in ("level", "mode")}
