"""One contract with every clause of the library and nothing to object to."""

from __future__ import annotations

from pilotage.engines.contracts import Contract, Party, Term, library

VALUES = {
    "response": {"first_response": "PT4H", "next_response": "PT1H30M", "calendar": "CN-standard", "cut_off": "17:00"},
    "correction": {"correction": "P3WD", "pause_cap": "P10WD", "reopen": "total"},
    "reporting": {"every": "month", "report_within": "P10WD"},
    "filing": {"returns": ["DE", "OSS"], "filing_within": "P8WD", "buffer_days": 2},
    "acceptance": {"acceptance": "P5WD", "silence": "no_acceptance"},
    "compensation": {
        "tiers": [
            {"at_least": "95%", "credit": "0%"},
            {"at_least": "90%", "credit": "10%"},
            {"at_least": "80%", "credit": "25%"},
            {"at_least": "0%", "credit": "50%"},
        ],
        "combine": "sum",
        "cap": "50%",
        "dispute_days": 14,
    },
    "fees": {
        "plan": [
            {"code": "vat_filing", "kind": "recurring", "amount": "80.00", "currency": "EUR", "every": "month", "per": "country", "count": 5},
            {"code": "ads_management", "kind": "share", "of": "sales", "currency": "EUR", "rate": "3%", "cap": "340.00"},
            {"code": "trademark", "kind": "pass_through", "payee": "government", "amount": "850.00", "currency": "EUR"},
        ]
    },
    "penalty": {"penalty": "25%"},
    "settlement": {"billing": "month", "settlement_days": 15},
    "term": {"starts": "2026-12-01", "ends": "2027-11-30", "notice_days": 30},
    "data_ownership": {"reuse": "none"},
    "exit_export": {
        "export_days": 5,
        "formats": ["JSON Lines", "CSV"],
        "export_price": {"amount": "0.00", "currency": "CNY"},
        "retrieval_days": 30,
    },
    "data_authorisation": {"scopes": ["增值税交易报告（只读）", "EPR 数量（只读）"], "until": "2027-11-30"},
    "confidentiality": {"secrecy_years": 3},
    "service_boundary": {"services": ["德国增值税申报", "法国 EPR 申报"]},
    "information_security": {"edition": 2022, "certificate": "IS 612345", "incident_hours": 24},
    "sub_processors": {"sub_processors": [], "change_days": 30},
    "amendment": {"amended_version": 1, "amended_hash": "0" * 64, "open_cases": "stay"},
    "liability": {"liability_cap": "100%", "fines_cap": {"amount": "50000.00", "currency": "CNY"}},
}  # fmt: skip

SELLER = Party("深圳市远航电子商务有限公司", "91440300MA5EXAMPLE")
PARTNER = Party("杭州税引企业服务有限公司", "91330100MA2EXAMPLE")


def contract(**given) -> Contract:
    """The sample; `given` are the values of a clause, by its id, instead of the sample's, or None to leave it out."""
    chosen = {**VALUES, **given}
    terms = tuple(
        Term(id, library().newest(id).version, values)
        for id, values in chosen.items()
        if values is not None
    )
    return Contract("HT-2026-0001", 1, SELLER, PARTNER, terms)
