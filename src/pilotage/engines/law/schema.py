"""What a value may look like, per topic: a closed list, so that a slip in a file is an error.

A shape is `decimal`, `text`, `pattern`, `holiday`, `day_rule`, `span`, `flag`, `choice:a|b`, a named mapping, or a mapping of fields to
shapes; `list:` repeats a shape and `?` after a field's name makes it optional. Decimals are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from pilotage.kernel.decimals import exact

Value = Decimal | str | bool | tuple["Value", ...] | Mapping[str, "Value"]
Shape = str | Mapping[str, "Shape"]

_SPAN = re.compile(r"-?\d+ (days|months|years)( \d+ months)?")
_HOLIDAY = re.compile(r"\d\d-\d\d|easter[+-]\d+")

# 12-24, easter-21, 05-2-sun, 05-last-sun, 11-4-thu+1
_DAY_RULE = re.compile(
    r"\d\d-\d\d|easter[+-]\d+|\d\d-([1-4]|last)-(mon|tue|wed|thu|fri|sat|sun)([+-]\d+)?"
)

_BILINGUAL: Mapping[str, Shape] = {"zh": "text", "en": "text"}

_FORM: Mapping[str, Shape] = {
    "kind": "choice:local|statement|annual|oss|ioss",
    **_BILINGUAL,
    "due": "list:due",
    "weekend": "choice:none|next_working_day|unstated",
    "nil_return?": "flag",
    "note_zh?": "text",
    "note_en?": "text",
}

_REPRESENTATIVE: Mapping[str, Shape] = {"required": "choice:yes|no|disputed", **_BILINGUAL}

_SCHEME: Mapping[str, Shape] = {
    "stream": "text",
    "register": "text",
    **_BILINGUAL,
    "number_format?": "text",
    "pattern?": "pattern",
    "deadlines?": "list:deadline",
}

_STREAM: Mapping[str, Shape] = {
    **_BILINGUAL,
    "category": "text",
    "depends_on_product": "flag",
    "question_zh": "text",
    "question_en": "text",
}

# Topic → (pattern of the key, shape of its value).
SHAPES: Mapping[str, tuple[tuple[str, Shape], ...]] = {
    "after_sales": (("[a-z_]+", _BILINGUAL),),
    "dossier": (
        ("file.types|licence.regions|languages", "list:text"),
        (r"[a-z_]+\.[a-z_]+", "decimal"),
    ),
    "epr": (
        (r"[a-z_]+\.authorised_representative|authorised_representative", _REPRESENTATIVE),
        (r"[a-z_]+\.deadlines", "list:deadline"),
        ("[a-z_]+", _SCHEME),
    ),
    "epr_streams": (("[a-z]+", _STREAM),),
    "filing": ((r"[A-Za-z0-9_-]+", _FORM),),
    "fiscal_representation": (
        (
            "cn_seller|oss|ioss",
            {
                "needed": "choice:yes|no|if_directed",
                "joint_liability": "choice:yes|no|limited|if_appointed|not_applicable",
                **_BILINGUAL,
            },
        ),
    ),
    "guide": (
        ("(strong|weak)_sites", "list:text"),
        ("strong_annual_sales", {"amount": "decimal", "currency": "text"}),
        ("share_(low|high)", "decimal"),
        ("[a-z_]+", {"low": "decimal", "high": "decimal", "currency": "text"}),
    ),
    "listings": (
        (
            "title.(required|no_capitals)|text.no_(html|contact)|search_terms.no_(brand|asin)"
            "|safety.(responsible_person|manufacturer|information)",
            "flag",
        ),
        (
            "title.(length(_media|_disputed)?|same_word)|highlights.(length|title_at_most|title_disputed)"
            "|bullets.(length(_disputed)?|count)|search_terms.(bytes|lines)|voltage.margin_percent",
            "decimal",
        ),
        ("units.system", "choice:metric|customary"),
        ("sizes.shoe_range", {"low": "decimal", "high": "decimal"}),
        (
            "title.(characters(_wide|_in_context)?|symbols|promotion|media_types)"
            "|(promotion|free_words).[a-z][a-z]|search_terms.(temporary|subjective)|safety.exempt_types"
            "|units.inches_customary|voltage.nominal|plugs|sizes.(clothing(_types)?|shoes|shoe_types)",
            "list:text",
        ),
    ),
    "marketplaces": (
        ("marketplace_id|domain|currency", "text"),
        ("region", "choice:na|eu|fe"),
        ("languages", "list:text"),
    ),
    "obligations": (("[a-z0-9_]+", _BILINGUAL),),
    "periods": (("local", "choice:month|quarter"),),
    "places": (
        ("eu", "flag"),
        ("currency|vat_prefix|counts_as|files_in", "text"),
        ("excluded_postcodes", "list:excluded"),
    ),
    "public_holidays": (("[a-z0-9_]+", "holiday"),),
    "retention": (("[a-z_]+", {"years": "decimal", **_BILINGUAL}),),
    "reverse_charge": (("domestic_b2b", "flag"),),
    "selling_days": (("[a-z_]+", {"first": "day_rule", "last?": "day_rule"}),),
    "selling_words": (
        (
            "[a-z_]+",
            {
                "kind": "choice:event|returns",
                **_BILINGUAL,
                "means_zh": "text",
                "means_en": "text",
            },
        ),
    ),
    "services": ((r"[a-z_]+", {**_BILINGUAL, "per_country": "flag"}),),
    "thresholds": (("[a-z_]+", {"amount": "decimal", "currency": "text"}),),
    "trade_marks": ((r"[a-z_]+(\.[a-z]+)?", "list:act"),),
    "vat_rates": (
        ("standard|reduced[12]?|super_reduced|parking|press_publications", "decimal"),
        ("postcodes", "list:text"),
    ),
}

# Mappings that a list repeats, by the name used after `list:`.
_NAMED: Mapping[str, Shape] = {
    "act": {
        "name": "text",
        "due": "span",
        "opens?": "span",
        "extendable_to?": "span",
        "grace_until?": "span",
        "counted?": "choice:same_day|next_day|with_event",
        "once_more_per?": "text",
        "longer_if?": "text",
        "dated_by?": "choice:event|end",
    },
    "deadline": {
        **_BILINGUAL,
        "frequency": "choice:month|year",
        "months": "decimal",
        "day": "text",
    },
    "due": {
        "frequency": "choice:month|two_months|quarter|year",
        "months": "decimal",
        "day": "text",
        "period_ends_in?": "list:decimal",
    },
    "excluded": {"postcode": "text", **_BILINGUAL},
}


def read_value(topic: str, key: str, raw: object) -> Value:
    """The typed value of one entry; ValueError says what is wrong with it.

    >>> read_value("services", "training", {"zh": "培训", "en": "Training", "per_country": False})
    {'zh': '培训', 'en': 'Training', 'per_country': False}
    """
    for pattern, shape in SHAPES.get(topic, ()):
        if re.fullmatch(pattern, key):
            return _shaped(shape, raw)
    raise ValueError(f"topic {topic} has no key like {key}")


def _shaped(shape: Shape, raw: object) -> Value:
    if not isinstance(shape, str):
        return _fields(shape, raw)
    if shape in _NAMED:
        return _shaped(_NAMED[shape], raw)
    if shape.startswith("list:"):
        if not isinstance(raw, list):
            raise ValueError(f"{raw!r} is not a list")
        return tuple(_shaped(shape.removeprefix("list:"), item) for item in raw)
    return _plain(shape, raw)


def _plain(shape: str, raw: object) -> Value:
    if shape == "flag":
        if isinstance(raw, bool):
            return raw
        raise ValueError(f"{raw!r} is neither true nor false")
    if not isinstance(raw, str) or not raw:
        raise ValueError(f"{raw!r} must be quoted text")
    if shape == "decimal":
        if (number := exact(raw)) is None:
            raise ValueError(f"{raw!r} is not a decimal")
        return number
    if shape == "holiday" and not _HOLIDAY.fullmatch(raw):
        raise ValueError(f"{raw!r} is neither 12-25 nor easter+1")
    if shape == "day_rule" and not _DAY_RULE.fullmatch(raw):
        raise ValueError(f"{raw!r} is none of 12-24, easter-21, 05-2-sun, 11-4-thu+1")
    if shape == "span" and not _SPAN.fullmatch(raw):
        raise ValueError(f"{raw!r} is not a period such as 6 months")
    if shape == "pattern":
        re.compile(raw)
    if shape.startswith("choice:") and raw not in shape.removeprefix("choice:").split("|"):
        raise ValueError(f"{raw!r} is not one of {shape.removeprefix('choice:')}")
    return raw


def _fields(shape: Mapping[str, Shape], raw: object) -> Value:
    if not isinstance(raw, dict):
        raise ValueError(f"{raw!r} is not a mapping")
    needed = {name for name in shape if not name.endswith("?")}
    known = {name.rstrip("?") for name in shape}
    if not needed <= set(raw) <= known:
        raise ValueError(f"fields must be {sorted(known)}, not {sorted(raw)}")
    return {
        name.rstrip("?"): _shaped(inner, raw[name.rstrip("?")])
        for name, inner in shape.items()
        if name.rstrip("?") in raw
    }
