"""What kind of document a page shows, by the words that only such a page has; and where it was issued."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pilotage.engines.dossier.reading.lines import Line

# Words of a page of each kind; the more of them, the surer. `法定代表人` stands on bank statements too.
_WORDS: dict[str, tuple[str, ...]] = {
    "legal_representative_id_back": ("签发机关", "居民身份证", "有效期限"),
    "legal_representative_id_front": ("公民身份号码", "住址", "性别", "民族", "姓名"),
    "platform_statement": (
        "店铺月度|月度结算", "(?:店铺|商店|卖家)(?:编号|ID|号)|StoreID|ShopID|SellerID", "SellerCent",
        "NetProceeds|NetPayout|结算(?:净额|金额)", "MonthlySettlement|SettlementReport", "平台佣金|Commission",
    ),
    "bank_statement": (
        "对[账帐]单|ACCOUNTSTATEMENT|BankStatement|StatementofAccount", "AccountN(?:ame|o|umber)|[账帐]户名|户名|[账帐]号",
        "交易明细|银行流水|交易流水", "余额|Balance", "借方|Debit|Withdrawal", "贷方|Credit|Deposit",
    ),
    "business_licence": (
        "营业执照", "统一社会信用代码", "经营范围", "注册资本", "成立日期|注册日期", "登记机关", "(?:营业|合伙|经营)期限",
        "CERTIFICATEOFINCORPORATION|公司註?注?册证明书", "BUSINESSPROFILE",
    ),
    "business_registration": ("商业登记证|BUSINESSREGISTRATIONCERTIFICATE", "BUSINESSREGISTRATIONORDINANCE|商业登记条例", "商业登记署|BUSINESSREGISTRATIONOFFICE"),
    "legal_representative_passport": ("护照|PASSPORT", "P[<A-Z][A-Z]{3}[A-Z<]{20,}", "[A-Z0-9<]{9}[0-9][A-Z]{3}[0-9]{7}[MF<]"),
}  # fmt: skip
_ENOUGH = 2
_ELSEWHERE = {
    "HK": r"HONGKONG|香港",
    "TW": r"台湾|TAIWAN",
    "MO": r"澳门|MACAU|MACAO",
    "SG": r"SINGAPORE|新加坡",
    "US": r"STATEOF(?:DELAWARE|WYOMING|CALIFORNIA|NEVADA|COLORADO|FLORIDA|NEWYORK|TEXAS)|SECRETARYOFSTATE",
    "GB": r"COMPANIESHOUSE|ENGLANDANDWALES|COMPANIESACT2006",
    "VG": r"BRITISHVIRGINISLANDS",
    "KY": r"CAYMANISLANDS",
    "SC": r"SEYCHELLES",
    "JP": r"JAPAN|登记事项证明|履歴事项",
    "MY": r"MALAYSIA",
    "DE": r"HANDELSREGISTER|AMTSGERICHT",
}  # fmt: skip


def text_of(lines: Sequence[Line]) -> str:
    """All that stands on a page, without spaces."""
    return re.sub(r"\s", "", " ".join(line.text for line in lines))


def kind_seen(text: str, expected: str) -> str:
    """The kind a page shows; the expected one as long as the page speaks for it; empty when nothing tells.

    Two sides of a card on one picture are both.
    """
    found = {kind: _said(kind, text) for kind in _WORDS}
    best = max(found, key=lambda kind: (found[kind], kind == expected))
    own = found.get(expected, 0)
    if own >= _ENOUGH or own >= found[best]:
        return expected if own else ""
    return best


def place_of(kind: str, text: str) -> str:
    """Where a company's paper was issued: mainland China unless it says otherwise."""
    upper = text.upper()
    if kind == "business_registration":
        return "HK"
    if kind != "business_licence" or "统一社会信用代码" in upper or "营业执照" in upper:
        return "CN"
    return next((place for place, said in _ELSEWHERE.items() if re.search(said, upper)), "CN")


def _said(kind: str, text: str) -> int:
    return sum(re.search(word, text, re.IGNORECASE) is not None for word in _WORDS[kind])
