"""One file becomes one `Document`: read, told of what kind it is, and whether it is whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pilotage.engines.dossier.numbers import tidy
from pilotage.engines.dossier.reading import extract
from pilotage.engines.dossier.reading.lines import Line, Page, read_page
from pilotage.engines.dossier.reading.pages import is_grey, picture
from pilotage.engines.dossier.values import Document, State

_EXTRACT: dict[str, Callable[[Sequence[Line]], extract.Fields]] = {
    "business_licence": extract.business_licence,
    "legal_representative_id_front": extract.id_front,
    "legal_representative_id_back": extract.id_back,
    "bank_statement": extract.bank_statement,
    "platform_statement": extract.platform_statement,
}
# What only one kind of page says; the first that fits.
_SHOWS = {
    "legal_representative_id_back": r"签发机关|居民身份证",
    "legal_representative_id_front": r"公民身份号|住址|性别",
    "platform_statement": r"店铺月度|店铺(?:编号|ID)|SellerCent|StoreID|ShopID|NetProceeds|MonthlySettlement",
    "bank_statement": r"账户对账单|AccountName|AccountNo|ACCOUNTSTATEMENT|对账单|交易明细|银行流水|BankStatement",
    "business_licence": r"营业执照|统一社会信用代码|经营范围|法定代表人",
}
_NEEDED = {
    "business_licence": ("uscc", "name", "legal_representative", "address", "valid_to", "scope"),
    "legal_representative_id_front": ("name", "id_number", "address"),
    "legal_representative_id_back": ("authority", "valid_to"),
    "bank_statement": ("holder", "account_number", "period_to", "issued"),
    "platform_statement": ("month", "store_id", "net_proceeds"),
}
_REVOKED = re.compile(r"^.{0,3}(吊销|注销|作废|撤销|无效|失效).{0,3}$")
_ELSEWHERE = {
    "HK": r"HONGKONG|香港",
    "TW": r"台湾|臺灣|TAIWAN",
    "SG": r"SINGAPORE|新加坡",
    "US": r"STATEOFDELAWARE|STATEOF[A-Z]+SECRETARYOFSTATE",
    "GB": r"COMPANIESHOUSE|ENGLANDANDWALES",
    "MO": r"澳门|MACAU",
}  # fmt: skip


def read_document(path: Path) -> Document:
    """The document in a file; the file's name says what it should be."""
    name = path.stem.lower()
    kind = re.sub(r"_\d+$", "", name)
    image = picture(path)
    if image is None:
        return Document(name, kind, state="unreadable")
    page = read_page(image, partial(_whole, kind) if kind == "bank_statement" else None)
    fields = _EXTRACT[kind](page.lines)
    seen = _kind_seen(page.lines)
    return Document(
        name=name,
        kind=kind,
        fields=fields,
        state=_state(kind, seen, page, fields),
        seen=seen,
        codes=tuple(code for text in page.codes for code in _codes_in(text)),
        marks=_marks(kind, page.lines),
        clipped=frozenset(n for n, at in fields.items() if at.box and at.box[2] >= page.width - 6),
        place=_place(kind, page.lines),
        grey=is_grey(image),
        turned=page.turned,
    )


def _whole(kind: str, lines: Sequence[Line]) -> bool:
    found = _EXTRACT[kind](lines)
    return all(name in found for name in _NEEDED[kind])


def _kind_seen(lines: Sequence[Line]) -> str:
    text = re.sub(r"\s", "", " ".join(line.text for line in lines))
    return next((kind for kind, said in _SHOWS.items() if re.search(said, text)), "")


def _state(kind: str, seen: str, page: Page, fields: extract.Fields) -> State:
    if seen and seen != kind and _place(kind, page.lines) == "CN":
        return "wrong_kind"
    if not fields and _place(kind, page.lines) == "CN":
        return "unreadable"
    return "cropped" if _cut_off(kind, page, fields) else "read"


def _cut_off(kind: str, page: Page, fields: extract.Fields) -> bool:
    """Part of what such a page always has is not there, or several lines run into the edge."""
    lost = [name for name in _NEEDED[kind] if name not in fields]
    into_edge = [
        sum(line.box[0] <= 2 for line in page.lines),
        sum(line.box[2] >= page.width - 3 for line in page.lines),
        sum(line.box[1] <= 2 for line in page.lines),
        sum(line.box[3] >= page.height - 3 for line in page.lines),
    ]
    # Statements are laid out as each bank likes: unknown words for a field are no missing corner.
    free = kind in ("bank_statement", "platform_statement")
    gone = len(lost) >= 2 and (not free or max(into_edge) >= 1 or len(lost) == len(_NEEDED[kind]))
    return gone or max(into_edge) >= 3 or (bool(lost) and max(into_edge) >= 1)


def _codes_in(text: str) -> list[str]:
    return [tidy(found) for found in re.findall(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", text)]


def _marks(kind: str, lines: Sequence[Line]) -> tuple[str, ...]:
    if kind != "business_licence":
        return ()
    found = [_REVOKED.match(re.sub(r"\s", "", line.text)) for line in lines]
    return tuple(dict.fromkeys(mark[1] for mark in found if mark))


def _place(kind: str, lines: Sequence[Line]) -> str:
    text = re.sub(r"\s", "", " ".join(line.text for line in lines)).upper()
    if kind != "business_licence" or "统一社会信用代码" in text or "营业执照" in text:
        return "CN"
    return next((place for place, said in _ELSEWHERE.items() if re.search(said, text)), "CN")
