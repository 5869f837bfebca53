"""An application in which everything agrees; tests change one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pilotage.engines.dossier import Document, Field, Typed, check

AS_OF = date(2026, 8, 31)

TYPED = Typed(
    as_of=AS_OF,
    company_name_zh="宁波启航实业有限公司",
    company_name_en="NINGBO QIHANG INDUSTRIAL CO., LTD.",
    unified_social_credit_code="91330203MA11X13289",
    legal_representative="区晓娜",
    legal_representative_en="OU, XIAONA",
    id_number="110108197510319542",
    registered_address="浙江省宁波市海曙区夏禾路１９５号２座１９１３室",
    bank_statement_holder="寧波啟航實業有限公司",
    target_sites=("DE",),
)
PRINTED: Mapping[str, Mapping[str, str]] = {
    "business_licence": {
        "uscc": "91330203MA11X13289",
        "name": "宁波启航实业有限公司",
        "legal_representative": "区晓娜",
        "valid_to": "2043-07-30",
        "address": "宁波市海曙区夏禾路195号2座1913室",
        "scope": "日用百货销售;技术进出口",
    },
    "legal_representative_id_front": {
        "name": "区晓娜",
        "sex": "女",
        "birth_date": "1975-10-31",
        "id_number": "110108197510319542",
    },
    "legal_representative_id_back": {"valid_to": "long_term"},
    "bank_statement": {
        "holder": "宁波启航实业有限公司",
        "holder_en": "NINGBO QIHANG INDUSTRIAL CO., LTD.",
        "issued": "2026-08-11",
    },
    **{f"platform_statement_{n}": {"month": f"2026-0{n + 1}"} for n in range(1, 7)},
}


def documents(**changed: str) -> dict[str, Document]:
    """The clean documents; `bank_statement__issued="…"` changes one field, `""` takes it away."""
    made = {}
    for name, printed in PRINTED.items():
        kind = "platform_statement" if name.startswith("platform") else name
        own = {
            key.split("__")[1]: value
            for key, value in changed.items()
            if key.startswith(f"{name}__")
        }
        fields = {key: Field(value) for key, value in {**printed, **own}.items() if value}
        made[name] = Document(name, kind, fields)
    return made


def told(
    held: Mapping[str, Document] | None = None, marketplace: str = "DE", **typed: object
) -> list[str]:
    """The codes of all findings, in order."""
    asked = replace(TYPED, **typed)  # type: ignore[arg-type]
    found = documents() if held is None else held
    return [finding.code for finding in check(asked, found, marketplace)]
