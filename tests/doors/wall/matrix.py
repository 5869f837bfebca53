"""Who may knock where: one row per address. An address without a row fails the build.

To add an address of your room:
1. make what it shows in `world.py` (A's thing, private text carrying `SECRET`, its reference in `world.refs`);
2. add a row: `"room:name": Row(open_to=("seller.owner", "operator"), of_a={"ref": "request"})`.

`open_to` lists who may: `visitor`, `person` (anybody signed in), a kind of organisation (`seller`, `partner`,
`operator`) or one role of it (`seller.owner`). `of_a` fills the address from `world.refs`: the thing is A's, so
everybody outside A must be refused. `fixed` fills it with values that belong to nobody. `posts` is the content of
a POST that would succeed for the right person.
"""

from __future__ import annotations

from tests.doors.wall.matrix_advertising import PAGES as ADVERTISING
from tests.doors.wall.matrix_api import API
from tests.doors.wall.matrix_brand import PAGES as BRAND
from tests.doors.wall.matrix_localops import PAGES as LOCALOPS
from tests.doors.wall.matrix_programme import PAGES as PROGRAMME
from tests.doors.wall.matrix_webhooks import PAGES as WEBHOOKS
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

MATRIX: dict[str, Row] = {
    # the frame
    "healthz": Row(VISITOR),
    "home": Row(VISITOR),
    "shell:language": Row(VISITOR, post_only=True),
    "notices:list": Row(ORGANISATION),
    "notices:read": Row(ORGANISATION, posts={"up_to": "1"}, post_only=True),
    "audit:chain": Row((*ACTING_SELLER, "operator")),
    "audit:verify": Row((*ACTING_SELLER, "operator")),
    # one's own account
    "account:person": Row(PERSON, posts={"name": "New"}),
    "account:found": Row(PERSON, posts={"kind": "seller", "name_zh": "新公司"}),
    "account:switch": Row(PERSON, posts={"organisation": "org_nobodys"}, post_only=True),
    "account:members": Row(ORGANISATION),
    "account:invite": Row(
        ("seller.owner", "partner.owner", "operator.owner"),
        posts={"email": "x@example.com", "role": "member"},
        post_only=True,
    ),
    "account:leave": Row(("seller.owner",), of_a={"number": "member"}, post_only=True),
    "account:join": Row((), of_a={"secret": "invitation"}, asks_first=True),
    "account:keys": Row(
        tuple(f"{kind}.{role}" for kind in ORGANISATION for role in ("owner", "manager"))
    ),
    "account:issue-key": Row(
        tuple(f"{kind}.{role}" for kind in ORGANISATION for role in ("owner", "manager")),
        posts={"label": "x"},
        post_only=True,
    ),
    "account:revoke-key": Row(ACTING_SELLER, of_a={"number": "key"}, post_only=True),
    # fit advice
    "fit:list": Row(("seller",)),
    "fit:profile": Row(("seller",)),
    "fit:upload": Row(("seller",), post_only=True),
    "fit:detail": Row(GRANTED, of_a={"ref": "fit"}),
    "fit:progress": Row(GRANTED, of_a={"ref": "fit"}),
    # tax runs
    "tax:list": Row(("seller",)),
    "tax:upload": Row(("seller",), post_only=True),
    "tax:run": Row(GRANTED, of_a={"ref": "tax_run"}),
    "tax:progress": Row(GRANTED, of_a={"ref": "tax_run"}),
    "tax:rows": Row(GRANTED, of_a={"ref": "tax_run"}),
    "tax:row": Row(GRANTED, of_a={"ref": "tax_run", "sha256": "report", "row": "tax_row"}),
    "tax:again": Row(("seller",), of_a={"ref": "tax_run"}, post_only=True),
    "tax:replay": Row(("seller",), of_a={"ref": "tax_run"}, post_only=True),
    "tax:download": Row(GRANTED, of_a={"ref": "tax_run"}),
    # due days, filings, numbers
    "calendar:list": Row(("seller", "partner")),
    "calendar:open-feed": Row(("seller", "partner"), post_only=True),
    "calendar:revoke-feed": Row(("seller", "partner"), post_only=True),
    "calendar:feed": Row(VISITOR, of_a={"secret": "feed"}, public=True),
    "filings:list": Row(ORGANISATION),
    "filings:claim": Row((*ACTING_SELLER, *ACTING_PARTNER)),
    "filings:detail": Row(GRANTED, of_a={"ref": "filing"}),
    "filings:progress": Row(GRANTED, of_a={"ref": "filing"}),
    "filings:check": Row(GRANTED, of_a={"ref": "filing"}, post_only=True),
    "filings:reuse": Row(("operator",)),
    "filings:reuse-pair": Row(("operator",), of_a={"ref": "reuse"}),
    "filings:reuse-judge": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "reuse"},
        posts={"verdict": "reused", "reason": "x"},
        post_only=True,
    ),
    "filings:receipt": Row(
        (*ACTING_SELLER, "partner.owner"), of_a={"ref": "filing"}, post_only=True
    ),
    "filings:settle": Row(
        ACTING_SELLER, of_a={"ref": "filing"}, posts={"event": "confirm"}, post_only=True
    ),
    "numbers:list": Row(("seller",)),
    "numbers:ask": Row(("seller",), posts={"number": "DE136695976"}, post_only=True),
    # producer duties
    "epr:list": Row(("seller",)),
    "epr:products": Row(("seller",), post_only=True),
    "epr:table": Row(("seller",)),
    "epr:papers": Row(("seller",)),
    "epr:add": Row(("seller",), fixed={"kind": "registrations"}),
    "epr:remove": Row(("seller",), fixed={"kind": "registrations", "number": "1"}, post_only=True),
    "epr:start": Row(("seller",), post_only=True),
    "epr:check": Row(("seller",), of_a={"ref": "epr_check"}),
    "epr:progress": Row(("seller",), of_a={"ref": "epr_check"}),
    "shortlist:plan": Row(("seller",)),
    # data grants
    "grants:list": Row(ORGANISATION),
    "grants:give": Row(("seller.owner",)),
    "grants:detail": Row(GRANTED, of_a={"ref": "grant"}),
    "grants:revoke": Row(ACTING_SELLER, of_a={"ref": "grant"}, post_only=True),
    "grants:delegate": Row(("partner.owner",), of_a={"ref": "grant"}, post_only=True),
    # selling accounts at Amazon
    "connections:list": Row(("seller", "operator")),
    "connections:ask": Row(("seller.owner",), posts={"site": "DE"}, post_only=True),
    "connections:back": Row(("seller.owner",)),
    "connections:close": Row(ACTING_SELLER, of_a={"ref": "connection"}, post_only=True),
    # leaving
    "exits:list": Row(ORGANISATION),
    "exits:take": Row(("seller.owner",), post_only=True),
    "exits:bag": Row(("seller.owner",), of_a={"ref": "bag"}),
    "exits:progress": Row(("seller.owner",), of_a={"ref": "bag"}),
    "exits:fetch": Row(("seller.owner",), of_a={"ref": "bag"}, post_only=True),
    "exits:confirm": Row(
        ("seller.owner",), of_a={"ref": "bag"}, posts={"root": "0"}, post_only=True
    ),
    "exits:hand-over": Row(ACTING_SELLER),
    "exits:handover": Row(("seller", "partner"), of_a={"ref": "handover"}),
    "exits:choose": Row(
        ACTING_SELLER, of_a={"ref": "handover"}, posts={"duty": "x"}, post_only=True
    ),
    "exits:finish": Row(ACTING_SELLER, of_a={"ref": "handover"}, post_only=True),
    "exits:withdraw": Row(ACTING_SELLER, of_a={"ref": "handover"}, post_only=True),
    "exits:erase": Row(("seller.owner",), post_only=True),
    "exits:keep": Row(("seller.owner",), of_a={"ref": "erasure"}, post_only=True),
    "exits:certificate": Row(VISITOR, of_a={"ref": "certificate"}, public=True),
    # incidents: the programme opens and follows, a seller sees what reached it
    "incidents:list": Row(("seller", "operator")),
    "incidents:reach": Row(("operator",)),
    "incidents:open": Row(
        ("operator.owner", "operator.manager"),
        posts={"kind": "number", "about": "x", "reason_zh": "x"},
        post_only=True,
        unread=True,
    ),
    "incidents:detail": Row(("operator",), of_a={"ref": "incident"}),
    "incidents:close": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "incident"},
        posts={"reason_zh": "x"},
        post_only=True,
    ),
    "incidents:mine": Row(("seller",), of_a={"ref": "affected"}),
    "incidents:ask": Row(
        ACTING_SELLER, of_a={"ref": "affected"}, posts={"partner": "x"}, post_only=True
    ),
    "incidents:settle": Row(
        ACTING_SELLER, of_a={"ref": "affected"}, posts={"why": "x"}, post_only=True
    ),
    **BRAND,
    **PROGRAMME,
    # before a contract: the two at the table, and the programme
    "intakes:list": Row(ORGANISATION),
    "intakes:begin": Row(ACTING_PARTIES, of_a={"ref": "accepted"}, post_only=True),
    "intakes:detail": Row(ORGANISATION, of_a={"ref": "intake"}),
    "intakes:move": Row(
        ACTING_PARTIES, of_a={"ref": "intake"}, posts={"event": "stop", "note": "x"}, post_only=True
    ),
    # shop applications: their seller and nobody else
    "onboarding:list": Row(ACTING_SELLER),
    "onboarding:new": Row(ACTING_SELLER, posts={"marketplace": "DE"}),
    "onboarding:detail": Row(ACTING_SELLER, of_a={"ref": "shop"}),
    "onboarding:edit": Row(ACTING_SELLER, of_a={"ref": "shop"}, posts={"marketplace": "FR"}),
    "onboarding:plan": Row(ACTING_SELLER, of_a={"ref": "shop"}),
    "onboarding:progress": Row(ACTING_SELLER, of_a={"ref": "shop"}),
    "onboarding:check": Row(ACTING_SELLER, of_a={"ref": "shop"}, post_only=True),
    "onboarding:put-away": Row(ACTING_SELLER, of_a={"ref": "shop"}, post_only=True),
    "onboarding:add": Row(ACTING_SELLER, of_a={"ref": "shop"}, post_only=True),
    "onboarding:paper": Row(ACTING_SELLER, of_a={"ref": "paper"}),
    "onboarding:page": Row(ACTING_SELLER, of_a={"ref": "paper"}),
    "onboarding:unsure": Row(ACTING_SELLER),
    "onboarding:crop": Row(ACTING_SELLER, of_a={"ref": "paper"}, fixed={"field": "name"}),
    "onboarding:settle": Row(
        ACTING_SELLER, of_a={"ref": "paper"}, posts={"field": "name", "value": "x"}, post_only=True
    ),
    "onboarding:remove": Row(ACTING_SELLER, of_a={"ref": "paper"}, post_only=True),
    **ADVERTISING,
    **LOCALOPS,
    **WEBHOOKS,
    # monthly reports: their seller and nobody else
    "reports:list": Row(("seller",)),
    "reports:upload": Row(("seller",), post_only=True, unread=True),
    "reports:detail": Row(("seller",), of_a={"ref": "month_report"}),
    "reports:progress": Row(("seller",), of_a={"ref": "month_report"}),
    "reports:page": Row(("seller",), of_a={"ref": "month_report"}),
    "reports:paper": Row(("seller",), of_a={"ref": "month_report"}),
    "reports:book": Row(("seller",), of_a={"ref": "month_report"}),
    "reports:collect": Row(
        ("seller",), posts={"connection": "con_nobodys", "month": "2026-10"}, post_only=True
    ),
    "reports:collected": Row(("seller",), of_a={"ref": "collection"}),
    "reports:collected-progress": Row(("seller",), of_a={"ref": "collection"}),
    "reports:collected-tax": Row(("seller",), of_a={"ref": "collection"}, post_only=True),
    "reports:claims": Row(("seller", "partner")),
    "reports:claimed": Row(("seller", "partner"), of_a={"ref": "claimed"}),
    "reports:claim": Row(
        ("seller", "partner"),
        posts={"contract": "ctr_nobodys", "month": "2026-10", "value:acos": "28.4"},
        post_only=True,
    ),
    "reports:ask": Row(
        ("seller", "partner"),
        posts={"contract": "ctr_nobodys", "month": "2026-10", "text": "?"},
        post_only=True,
    ),
    "reports:approve": Row(ACTING_SELLER, of_a={"ref": "month_report"}, post_only=True),
    # requests
    "requests:list": Row(ORGANISATION),
    "requests:new": Row(ACTING_SELLER),
    "requests:need-row": Row(ORGANISATION),
    "requests:detail": Row(("seller", "operator"), of_a={"ref": "request"}),
    "requests:withdraw": Row(ACTING_SELLER, of_a={"ref": "request"}, post_only=True),
    "requests:incoming": Row(("partner",), of_a={"ref": "referral"}),
    "requests:accept": Row(ACTING_PARTNER, of_a={"ref": "referral"}, post_only=True),
    "requests:decline": Row(
        ACTING_PARTNER, of_a={"ref": "referral"}, posts={"code": "NO_CAPACITY"}, post_only=True
    ),
    # contracts: the parties read and act, the programme sees how one stands
    "contracts:list": Row(ORGANISATION),
    "contracts:check": Row(ORGANISATION),
    "contracts:draft": Row(ACTING_PARTNER, of_a={"ref": "accepted"}, post_only=True),
    "contracts:detail": Row(ORGANISATION, of_a={"ref": "contract"}),
    # what assistants propose: decided by those who may do it themselves
    "proposals:list": Row(ORGANISATION),
    "proposals:approve": Row(("seller",), of_a={"ref": "proposal"}, post_only=True),
    "proposals:refuse": Row(("seller",), of_a={"ref": "proposal"}, post_only=True),
    "contracts:amend": Row(ACTING_PARTIES, of_a={"ref": "contract"}),
    "contracts:amendment": Row(ORGANISATION, of_a={"ref": "amendment"}),
    "contracts:amendment-terms": Row(ACTING_PARTIES, of_a={"ref": "amendment"}),
    "contracts:amendment-agree": Row(
        ACTING_PARTIES, of_a={"ref": "amendment"}, posts={"seen": "x"}, post_only=True
    ),
    "contracts:amendment-withdraw": Row(ACTING_PARTIES, of_a={"ref": "amendment"}, post_only=True),
    "contracts:amendment-sign": Row(
        SIGNING, of_a={"ref": "amendment"}, posts={"seen": "x", "code": "1"}
    ),
    "contracts:terms": Row(ACTING_PARTIES, of_a={"ref": "contract"}),
    "contracts:compare": Row(("seller", "partner"), of_a={"ref": "contract"}),
    "contracts:offer": Row(ACTING_PARTIES, of_a={"ref": "contract"}, post_only=True),
    "contracts:agree": Row(ACTING_PARTIES, of_a={"ref": "contract"}, post_only=True),
    "contracts:withdraw": Row(ACTING_PARTIES, of_a={"ref": "contract"}, post_only=True),
    "contracts:sign": Row(SIGNING, of_a={"ref": "contract"}, posts={"seen": "x", "code": "1"}),
    "contracts:give-notice": Row(SIGNING, of_a={"ref": "contract"}, post_only=True),
    "contracts:paper": Row(("seller", "partner"), of_a={"ref": "contract"}),
    "contracts:evidence": Row(("seller", "partner"), of_a={"ref": "contract"}),
    # disputes: the parties argue, the programme reads and decides what was put to it
    "disputes:list": Row(ORGANISATION),
    "disputes:detail": Row(ORGANISATION, of_a={"ref": "dispute"}),
    "disputes:evidence": Row(ORGANISATION, of_a={"ref": "evidence"}),
    **{
        f"disputes:{name}": Row(
            ACTING_PARTIES, of_a={"ref": "dispute"}, posts=posts, post_only=True
        )
        for name, posts in (
            ("say", {"text": "x"}),
            ("show", {}),
            ("escalate", {}),
            ("propose", {"outcome": "partly", "text": "x"}),
            ("settle", {}),
            ("withdraw", {}),
        )
    },
    "disputes:decide": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "dispute"},
        posts={"outcome": "upheld", "reasons_zh": "成立"},
        post_only=True,
    ),
    # the workspace and its cases: the two parties and nobody else
    "workspace:list": Row(("seller", "partner")),
    "workspace:contract": Row(("seller", "partner"), of_a={"ref": "contract"}),
    "cases:new": Row(("seller", "partner"), of_a={"contract": "contract"}),
    "cases:detail": Row(("seller", "partner"), of_a={"ref": "case"}),
    "cases:clocks": Row(("seller", "partner"), of_a={"ref": "case"}),
    "cases:say": Row(
        ("seller", "partner"),
        of_a={"ref": "case"},
        posts={"do": "reply", "text": "x", "key": "k"},
        post_only=True,
    ),
    "cases:hand-over": Row((), of_a={"ref": "case"}, posts={"to": "x"}, post_only=True),
    "cases:merge": Row(
        ("seller", "partner"), of_a={"ref": "case"}, posts={"into": "x"}, post_only=True
    ),
    "cases:duty": Row(("seller", "partner"), of_a={"ref": "duty"}),
    "cases:deliver": Row(
        ("partner",), of_a={"ref": "duty"}, posts={"text": "x"}, post_only=True, unread=True
    ),
    "cases:duty-file": Row(("seller", "partner"), of_a={"ref": "duty"}),
    "cases:ask-export": Row(("seller",), of_a={"contract": "contract"}, post_only=True),
    "cases:dispute-verdict": Row(
        ACTING_PARTIES,
        of_a={"ref": "verdict"},
        posts={"ground": "WRONG_TIMES", "text": "x"},
        post_only=True,
    ),
    "cases:file": Row(("seller", "partner"), of_a={"message": "message", "document": "case_file"}),
    # money: the two parties and nobody else
    "billing:new": Row(ACTING_PARTNER, of_a={"contract": "contract", "first": "period"}),
    "billing:invoice": Row(("seller", "partner"), of_a={"ref": "invoice"}),
    "billing:payment": Row(
        ACTING_PARTIES,
        of_a={"ref": "invoice"},
        posts={"amount": "1.00", "on": "2026-11-25", "key": "k"},
        post_only=True,
    ),
    "billing:correct": Row(ACTING_PARTNER, of_a={"ref": "invoice"}, fixed={"position": "1"}),
    "billing:dispute-invoice": Row(
        ACTING_PARTIES,
        of_a={"ref": "invoice"},
        posts={"ground": "WRONG_AMOUNT", "text": "x"},
        post_only=True,
    ),
    "billing:credit": Row(("seller", "partner"), of_a={"ref": "credit"}),
    "billing:dispute-credit": Row(
        ACTING_PARTNER,
        of_a={"ref": "credit_line"},
        posts={"ground": "WRONG_COUNT", "text": "x"},
        post_only=True,
    ),
    # work: the two parties and nobody else
    "delivery:new": Row(ACTING_PARTIES, of_a={"ref": "contract"}),
    "delivery:order": Row(("seller", "partner"), of_a={"ref": "work"}),
    "delivery:file": Row(("seller", "partner"), of_a={"ref": "handed_file"}),
    "delivery:agree": Row(ACTING_PARTIES, of_a={"ref": "work"}, post_only=True),
    "delivery:decline": Row(ACTING_PARTIES, of_a={"ref": "work"}, post_only=True),
    "delivery:terminate": Row(
        ACTING_PARTIES, of_a={"ref": "work"}, posts={"why": "x"}, post_only=True
    ),
    "delivery:hand-in": Row(
        ("partner",), of_a={"ref": "step"}, posts={"text": "x"}, post_only=True
    ),
    "delivery:skip": Row(("partner",), of_a={"ref": "step"}, posts={"why": "x"}, post_only=True),
    "delivery:review": Row(
        ACTING_PARTIES,
        of_a={"ref": "step"},
        posts={"kept_agreement": "yes", "in_time": "yes", "again": "yes"},
        post_only=True,
    ),
    "delivery:accept": Row(ACTING_SELLER, of_a={"ref": "deliverable"}, post_only=True),
    "delivery:return": Row(
        ACTING_SELLER, of_a={"ref": "deliverable"}, posts={"why": "x"}, post_only=True
    ),
    "delivery:take-back": Row(("partner",), of_a={"ref": "deliverable"}, post_only=True),
    "delivery:dispute": Row(
        ACTING_PARTIES,
        of_a={"ref": "deliverable"},
        posts={"ground": "INCOMPLETE", "text": "x"},
        post_only=True,
    ),
    "delivery:dispute-review": Row(
        ACTING_PARTIES,
        of_a={"ref": "review"},
        posts={"ground": "UNTRUE", "text": "x"},
        post_only=True,
    ),
    # the directory, open to everybody
    "directory:search": Row(VISITOR),
    "directory:compare": Row(VISITOR),
    "directory:partner": Row(VISITOR, of_a={"ref": "partner"}, public=True),
    "ranking:rules": Row(VISITOR),
    "guide:list": Row(VISITOR),
    "guide:topic": Row(VISITOR, fixed={"kind": "seller", "key": "tax"}),
    # what a partner offers
    "profile:edit": Row(ACTING_PARTNER),
    "profile:work": Row(ACTING_PARTNER, posts={"capacity": "3"}, post_only=True),
    "profile:offer": Row(ACTING_PARTNER),
    "profile:withdraw": Row(ACTING_PARTNER, of_a={"ref": "offer"}, post_only=True),
    # certification, the firm's side
    "certification:mine": Row(("partner",)),
    "certification:register": Row(ACTING_PARTNER, post_only=True),
    "certification:apply": Row(("partner.owner",), posts={"item": "vat_filing:IT"}),
    "certification:file-credential": Row(ACTING_PARTNER),
    "certification:withdraw": Row(
        (*ACTING_PARTNER, "operator"), of_a={"ref": "credential"}, post_only=True
    ),
    "certification:document": Row(("partner", "operator"), of_a={"ref": "credential"}),
    "certification:add-company": Row(ACTING_PARTNER),
    "certification:add-staff": Row(ACTING_PARTNER),
    # certification, the programme's side
    "certification:queue": Row(("operator",)),
    "certification:application": Row(("operator",), of_a={"ref": "application"}),
    "certification:close": Row(("operator",), of_a={"ref": "application"}, post_only=True),
    "certification:check": Row(
        ("operator",),
        of_a={"ref": "credential"},
        posts={"verdict": "refuse", "reason_zh": "看不清"},
        post_only=True,
    ),
    "certification:decide": Row(
        ("operator",), of_a={"ref": "item"}, posts={"outcome": "approve"}, post_only=True
    ),
    "certification:revoke": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "item"},
        posts={"reason_zh": "资质失效"},
        post_only=True,
    ),
    "certification:rules": Row(VISITOR),
    "certification:look": Row(
        ("operator",),
        of_a={"ref": "credential"},
        posts={"register": "x", "status": "not_found", "seen": "x"},
        post_only=True,
    ),
    "certification:complete": Row(ACTING_PARTNER, of_a={"ref": "credential"}, post_only=True),
    "certification:identify": Row(
        ("operator",), of_a={"ref": "staff"}, posts={"how": "护照"}, post_only=True
    ),
    "certification:left": Row((*ACTING_PARTNER, "operator"), of_a={"ref": "staff"}, post_only=True),
    "certification:mark": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "partner"},
        posts={"code": "LATE", "reason_zh": "逾期"},
        post_only=True,
    ),
    "certification:lift": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "mark"},
        posts={"why": "申诉成立"},
        post_only=True,
    ),
    "certification:decide-board": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "board"},
        posts={"outcome": "keep", "reason_zh": "保留"},
        post_only=True,
    ),
    "certification:partners": Row(("operator",)),
    "certification:partner": Row(("operator",), of_a={"ref": "partner"}),
    "certification:standing": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "partner"},
        posts={"standing": "suspended", "reason_zh": "违规"},
        post_only=True,
    ),
    **API,
}

# django-allauth: what a visitor needs to come in, and what a person changes about their own sign-in.
_ENTRANCE = """
    account_login account_logout account_inactive account_signup account_email_verification_sent
    account_reset_password account_reset_password_done account_reset_password_from_key_done
    account_confirm_login_code mfa_authenticate
"""
_OWN_SIGN_IN = """
    account_reauthenticate account_email account_change_password account_set_password mfa_index mfa_reauthenticate
    mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes
    mfa_download_recovery_codes
"""
MATRIX |= {name: Row(VISITOR) for name in _ENTRANCE.split()}
MATRIX |= {name: Row(PERSON) for name in _OWN_SIGN_IN.split()}
MATRIX |= {
    "account_confirm_email": Row(VISITOR, fixed={"key": "nobodys"}),
    "account_reset_password_from_key": Row(VISITOR, fixed={"uidb36": "0", "key": "nobodys"}),
}
