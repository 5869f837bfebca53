"""Rows of the addresses below /api/v1/; how a row is made: `matrix.py`."""

from __future__ import annotations

from tests.doors.wall.matrix_advertising import ROUTES as ADVERTISING
from tests.doors.wall.matrix_brand import ROUTES as BRAND
from tests.doors.wall.matrix_localops import ROUTES as LOCALOPS
from tests.doors.wall.matrix_programme import ROUTES as PROGRAMME
from tests.doors.wall.matrix_webhooks import ROUTES as WEBHOOKS
from tests.doors.wall.row import (
    ACTING_PARTIES,
    ACTING_PARTNER,
    ACTING_SELLER,
    GRANTED,
    ORGANISATION,
    PERSON,
    SIGNING,
    VISITOR,
    Row,
)

API: dict[str, Row] = {
    # requests
    "api:everything": Row(("seller", "operator")),
    "api:send": Row(ACTING_SELLER),
    "api:one": Row(("seller", "operator"), of_a={"ref": "request"}),
    "api:withdraw": Row(ACTING_SELLER, of_a={"ref": "request"}),
    "api:incoming": Row(("partner",)),
    "api:incoming_one": Row(("partner",), of_a={"ref": "referral"}),
    "api:accept": Row(ACTING_PARTNER, of_a={"ref": "referral"}),
    "api:decline": Row(ACTING_PARTNER, of_a={"ref": "referral"}, posts={"code": "NO_CAPACITY"}),
    **BRAND,
    **PROGRAMME,
    # cases
    "api:cases": Row(ORGANISATION),
    "api:open_case": Row(
        ("seller", "partner"), posts={"contract": "x", "title": "x", "text": "x"}, unread=True
    ),
    "api:case": Row(("seller", "partner"), of_a={"ref": "case"}),
    "api:step_in_case": Row(
        ("seller", "partner"), of_a={"ref": "case"}, posts={"do": "reply", "text": "x"}
    ),
    # contracts
    "api:contracts": Row(ORGANISATION),
    "api:contract": Row(ORGANISATION, of_a={"ref": "contract"}),
    "api:draft_contract": Row(ACTING_PARTNER, of_a={"ref": "accepted"}),
    "api:revise_contract": Row(ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:offer_contract": Row(ACTING_PARTIES, of_a={"ref": "contract"}),
    "api:counter_contract": Row(ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:agree_contract": Row(ACTING_PARTIES, of_a={"ref": "contract"}, posts={"seen": "x"}),
    "api:sign_contract": Row(
        SIGNING, of_a={"ref": "contract"}, posts={"seen": "x", "code": "123456"}
    ),
    "api:withdraw_contract": Row(ACTING_PARTIES, of_a={"ref": "contract"}),
    "api:give_contract_notice": Row(SIGNING, of_a={"ref": "contract"}),
    "api:amendments": Row(ORGANISATION),
    "api:amendment": Row(ORGANISATION, of_a={"ref": "amendment"}),
    "api:propose_amendment": Row(ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:counter_amendment": Row(ACTING_PARTIES, of_a={"ref": "amendment"}, unread=True),
    "api:agree_amendment": Row(ACTING_PARTIES, of_a={"ref": "amendment"}, posts={"seen": "x"}),
    "api:sign_amendment": Row(
        SIGNING, of_a={"ref": "amendment"}, posts={"seen": "x", "code": "123456"}
    ),
    "api:withdraw_amendment": Row(ACTING_PARTIES, of_a={"ref": "amendment"}),
    "api:contract_evidence": Row(("seller", "partner"), of_a={"ref": "contract"}),
    # tax
    "api:tax_runs": Row(("seller",)),
    "api:start_tax_run": Row(("seller",), unread=True),
    "api:tax_run": Row(GRANTED, of_a={"ref": "tax_run"}),
    "api:tax_rows": Row(GRANTED, of_a={"ref": "tax_run"}),
    "api:tax_row": Row(GRANTED, of_a={"ref": "tax_run", "sha256": "report", "row": "tax_row"}),
    "api:replay_tax_run": Row(("seller",), of_a={"ref": "tax_run"}),
    "api:download_tax_run": Row(GRANTED, of_a={"ref": "tax_run"}),
    "api:filings": Row(ORGANISATION),
    "api:claim_filed": Row((*ACTING_SELLER, *ACTING_PARTNER), unread=True),
    "api:filing": Row(GRANTED, of_a={"ref": "filing"}),
    "api:bring_receipt": Row(
        (*ACTING_SELLER, "partner.owner"), of_a={"ref": "filing"}, unread=True
    ),
    # producer duties
    "api:epr_reports": Row(("seller",)),
    "api:epr_products": Row(("seller",)),
    "api:keep_epr_products": Row(("seller",), unread=True),
    "api:epr_papers": Row(("seller",)),
    "api:add_epr_paper": Row(("seller",), fixed={"kind": "registrations"}, unread=True),
    "api:remove_epr_paper": Row(("seller",), fixed={"kind": "registrations", "number": "1"}),
    "api:epr_checks": Row(("seller",)),
    "api:start_epr_check": Row(("seller",), unread=True),
    "api:epr_check": Row(("seller",), of_a={"ref": "epr_check"}),
    # disputes and work
    "api:disputes": Row(ORGANISATION),
    "api:dispute": Row(ORGANISATION, of_a={"ref": "dispute"}),
    **{
        f"api:{name}": Row(ACTING_PARTIES, of_a={"ref": "dispute"}, posts=posts, unread=True)
        for name, posts in (
            ("say_in_dispute", {"text": "x"}),
            ("show_file_in_dispute", {}),
            ("show_message_in_dispute", {"message": "x"}),
            ("escalate_dispute", {}),
            ("propose_settlement", {"outcome": "partly", "text": "x"}),
            ("settle_dispute", {"seen": "2026-11-25T00:00:00Z"}),
            ("withdraw_dispute", {}),
        )
    },
    "api:decide_dispute": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "dispute"},
        posts={"outcome": "upheld", "reasons_zh": "成立"},
    ),
    "api:work_of_contract": Row(("seller", "partner"), of_a={"ref": "contract"}, unread=True),
    "api:propose_work": Row(ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:work": Row(("seller", "partner"), of_a={"ref": "work"}),
    "api:agree_work": Row(ACTING_PARTIES, of_a={"ref": "work"}),
    "api:decline_work": Row(ACTING_PARTIES, of_a={"ref": "work"}, posts={"why": "x"}),
    "api:terminate_work": Row(ACTING_PARTIES, of_a={"ref": "work"}, posts={"why": "x"}),
    "api:hand_in_step": Row(("partner",), of_a={"ref": "step"}, unread=True),
    "api:skip_step": Row(("partner",), of_a={"ref": "step"}, posts={"why": "x"}),
    "api:review_work": Row(ACTING_PARTIES, of_a={"ref": "step"}, unread=True),
    "api:accept_deliverable": Row(ACTING_SELLER, of_a={"ref": "deliverable"}),
    "api:return_deliverable": Row(ACTING_SELLER, of_a={"ref": "deliverable"}, posts={"why": "x"}),
    "api:take_back_deliverable": Row(("partner",), of_a={"ref": "deliverable"}),
    "api:dispute_deliverable": Row(
        ACTING_PARTIES,
        of_a={"ref": "deliverable"},
        posts={"ground": "INCOMPLETE", "text": "x"},
    ),
    "api:dispute_review": Row(
        ACTING_PARTIES, of_a={"ref": "review"}, posts={"ground": "UNTRUE", "text": "x"}
    ),
    # money
    "api:invoices": Row(("seller", "partner", "operator")),
    "api:invoice": Row(("seller", "partner"), of_a={"ref": "invoice"}),
    "api:note_payment": Row(
        ACTING_PARTIES,
        of_a={"ref": "invoice"},
        posts={"amount": "1.00", "currency": "EUR", "on": "2026-11-25", "key": "k"},
        unread=True,
    ),
    "api:issue_credit_note": Row(
        ACTING_PARTNER,
        of_a={"ref": "invoice"},
        posts={"position": 1, "amount": "1.00", "reason": "x", "key": "k"},
        unread=True,
    ),
    "api:dispute_invoice": Row(
        ACTING_PARTIES,
        of_a={"ref": "invoice"},
        posts={"ground": "WRONG_AMOUNT", "text": "x"},
        unread=True,
    ),
    "api:periods_to_bill": Row(("seller", "partner"), of_a={"ref": "contract"}),
    "api:issue_invoice": Row(
        ACTING_PARTNER, of_a={"ref": "contract"}, posts={"first": "2026-10-01"}, unread=True
    ),
    "api:service_credits": Row(("seller", "partner", "operator")),
    "api:dispute_credit": Row(
        ACTING_PARTNER,
        of_a={"ref": "credit_line"},
        posts={"ground": "WRONG_COUNT", "text": "x"},
        unread=True,
    ),
    # certification
    "api:mine": Row(("partner",)),
    "api:file_credential": Row(ACTING_PARTNER),
    "api:withdraw_credential": Row((*ACTING_PARTNER, "operator"), of_a={"ref": "credential"}),
    "api:check_credential": Row(("operator",), of_a={"ref": "credential"}, unread=True),
    "api:apply": Row(("partner.owner",)),
    "api:queue": Row(("operator",)),
    "api:application": Row(("partner", "operator"), of_a={"ref": "application"}),
    "api:decide": Row(("operator",), of_a={"ref": "item"}, unread=True),
    "api:close": Row(("operator",), of_a={"ref": "application"}),
    "api:certification_rules": Row(PERSON),
    "api:record": Row(("partner", "operator"), of_a={"ref": "partner"}),
    "api:look_up": Row(("operator",), of_a={"ref": "credential"}, unread=True),
    "api:complete_credential": Row(ACTING_PARTNER, of_a={"ref": "credential"}, unread=True),
    "api:identify_staff": Row(("operator",), of_a={"ref": "staff"}, unread=True),
    "api:staff_left": Row((*ACTING_PARTNER, "operator"), of_a={"ref": "staff"}),
    "api:put_mark": Row(
        ("operator.owner", "operator.manager"), of_a={"ref": "partner"}, unread=True
    ),
    "api:lift_mark": Row(("operator.owner", "operator.manager"), of_a={"ref": "mark"}, unread=True),
    "api:decide_board": Row(
        ("operator.owner", "operator.manager"), of_a={"ref": "board"}, unread=True
    ),
    "api:standing": Row(("operator",), of_a={"ref": "partner"}, unread=True),
    "api:why_not": Row(("partner", "operator"), of_a={"ref": "partner"}, unread=True),
    # the directory
    "api:search": Row(PERSON),
    "api:partner": Row(PERSON, of_a={"ref": "partner"}, public=True),
    "api:compare": Row(PERSON),
    # data grants
    "api:grants": Row(ORGANISATION),
    "api:give_grant": Row(("seller.owner",), unread=True),
    "api:decide_call": Row(ORGANISATION, unread=True),
    "api:grant": Row(GRANTED, of_a={"ref": "grant"}),
    "api:revoke_grant": Row(ACTING_SELLER, of_a={"ref": "grant"}),
    "api:delegate_grant": Row(("partner.owner",), of_a={"ref": "grant"}, unread=True),
    # incidents
    "api:incidents": Row(("operator",)),
    "api:incident_reach": Row(("operator",), unread=True),
    "api:open_incident": Row(("operator.owner", "operator.manager"), unread=True),
    "api:incident": Row(("operator",), of_a={"ref": "incident"}),
    "api:close_incident": Row(
        ("operator.owner", "operator.manager"), of_a={"ref": "incident"}, posts={"zh": "x"}
    ),
    "api:incidents_told": Row(("seller",)),
    "api:incident_told": Row(("seller",), of_a={"ref": "affected"}),
    "api:ask_successor": Row(ACTING_SELLER, of_a={"ref": "affected"}, posts={"partner": "x"}),
    # accounts at Amazon
    "api:amazon_connections": Row(("seller", "operator")),
    "api:amazon_application": Row(("seller", "operator")),
    "api:begin_consent": Row(("seller.owner",), posts={"site": "DE"}),
    "api:amazon_connection": Row(("seller",), of_a={"ref": "connection"}),
    "api:end_connection": Row(ACTING_SELLER, of_a={"ref": "connection"}),
    # before a contract
    "api:intakes_listed": Row(ORGANISATION),
    "api:begin_intake": Row(ACTING_PARTIES, posts={"referral": "x"}, unread=True),
    "api:intake_shown": Row(ORGANISATION, of_a={"ref": "intake"}),
    "api:move_intake": Row(
        ACTING_PARTIES, of_a={"ref": "intake"}, posts={"event": "stop", "note": "x"}
    ),
    # shop applications
    "api:shop_applications": Row(ACTING_SELLER),
    "api:open_shop_application": Row(ACTING_SELLER, posts={"marketplace": "DE"}),
    "api:unsure_fields": Row(ACTING_SELLER),
    "api:settle_field": Row(
        ACTING_SELLER, of_a={"ref": "paper"}, posts={"field": "name", "value": "x"}
    ),
    "api:shop_application": Row(ACTING_SELLER, of_a={"ref": "shop"}, unread=True),
    "api:retype_shop_application": Row(ACTING_SELLER, of_a={"ref": "shop"}, unread=True),
    "api:add_paper": Row(ACTING_SELLER, of_a={"ref": "shop"}, unread=True),
    "api:start_pre_audit": Row(ACTING_SELLER, of_a={"ref": "shop"}),
    "api:put_away_papers": Row(ACTING_SELLER, of_a={"ref": "shop"}, unread=True),
    **ADVERTISING,
    **LOCALOPS,
    **WEBHOOKS,
    # monthly reports
    "api:month_reports": Row(("seller",)),
    "api:make_month_report": Row(("seller",), unread=True),
    "api:month_report": Row(("seller",), of_a={"ref": "month_report"}),
    "api:approve_month_report": Row(ACTING_SELLER, of_a={"ref": "month_report"}),
    "api:month_collections": Row(("seller",)),
    "api:collect_month": Row(("seller",), unread=True),
    "api:month_collection": Row(("seller",), of_a={"ref": "collection"}),
    "api:work_out_collected_tax": Row(("seller",), of_a={"ref": "collection"}),
    "api:claimed_figures": Row(("seller", "partner")),
    "api:claim_figures": Row(("seller", "partner"), unread=True),
    "api:compare_claimed_figures": Row(("seller",), of_a={"ref": "month_report"}),
    "api:month_report_paper": Row(("seller",), of_a={"ref": "month_report"}),
    # leaving
    "api:bags": Row(("seller.owner",)),
    "api:take_everything": Row(("seller.owner",), unread=True),
    "api:exit_key": Row(ORGANISATION),
    "api:bag": Row(("seller.owner",), of_a={"ref": "bag"}),
    "api:fetch_bag": Row(("seller.owner",), of_a={"ref": "bag"}),
    "api:confirm_bag": Row(("seller.owner",), of_a={"ref": "bag"}, posts={"root": "0"}),
    "api:handovers": Row(("seller", "partner")),
    "api:handover": Row(("seller", "partner"), of_a={"ref": "handover"}),
    # the shortlist
    "api:plan": Row(("seller",)),
    # the API described
    "api:openapi-json": Row(VISITOR),
    "api:openapi-view": Row(VISITOR),
    "api:api-root": Row(VISITOR),
}
