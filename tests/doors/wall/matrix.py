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

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """What the tests in `test_wall.py` hold an address to."""

    open_to: tuple[str, ...]
    of_a: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    post_only: bool = False
    # The page asks before it acts and says nothing of A: opening it is harmless, only the POST is refused.
    asks_first: bool = False
    # The content given is not what the address wants: it may answer 422 before it looks whose thing it is.
    unread: bool = False
    # The thing belongs to A but the page is for the public, e.g. a listed partner; secrets stay secret.
    public: bool = False


_VISITOR, _PERSON = ("visitor",), ("person",)
_ORGANISATION = ("seller", "partner", "operator")
# The owner of partner A holds a grant from seller A for everything; colleagues hold none.
_GRANTED = ("seller", "partner.owner")
_ACTING_SELLER = ("seller.owner", "seller.manager")
_ACTING_PARTNER = ("partner.owner", "partner.manager")
_SIGNING = ("seller.owner", "partner.owner")
_ACTING_PARTIES = (*_ACTING_SELLER, *_ACTING_PARTNER)

MATRIX: dict[str, Row] = {
    # the frame
    "healthz": Row(_VISITOR),
    "home": Row(_VISITOR),
    "shell:language": Row(_VISITOR, post_only=True),
    "notices:list": Row(_ORGANISATION),
    "notices:read": Row(_ORGANISATION, posts={"up_to": "1"}, post_only=True),
    "audit:chain": Row((*_ACTING_SELLER, "operator")),
    "audit:verify": Row((*_ACTING_SELLER, "operator")),
    # one's own account
    "account:person": Row(_PERSON, posts={"name": "New"}),
    "account:found": Row(_PERSON, posts={"kind": "seller", "name_zh": "新公司"}),
    "account:switch": Row(_PERSON, posts={"organisation": "org_nobodys"}, post_only=True),
    "account:members": Row(_ORGANISATION),
    "account:invite": Row(
        ("seller.owner", "partner.owner", "operator.owner"),
        posts={"email": "x@example.com", "role": "member"},
        post_only=True,
    ),
    "account:leave": Row(("seller.owner",), of_a={"number": "member"}, post_only=True),
    "account:join": Row((), of_a={"secret": "invitation"}, asks_first=True),
    "account:keys": Row(
        tuple(f"{kind}.{role}" for kind in _ORGANISATION for role in ("owner", "manager"))
    ),
    "account:issue-key": Row(
        tuple(f"{kind}.{role}" for kind in _ORGANISATION for role in ("owner", "manager")),
        posts={"label": "x"},
        post_only=True,
    ),
    "account:revoke-key": Row(_ACTING_SELLER, of_a={"number": "key"}, post_only=True),
    # fit advice
    "fit:list": Row(("seller",)),
    "fit:profile": Row(("seller",)),
    "fit:upload": Row(("seller",), post_only=True),
    "fit:detail": Row(_GRANTED, of_a={"ref": "fit"}),
    "fit:progress": Row(_GRANTED, of_a={"ref": "fit"}),
    # tax runs
    "tax:list": Row(("seller",)),
    "tax:upload": Row(("seller",), post_only=True),
    "tax:run": Row(_GRANTED, of_a={"ref": "tax_run"}),
    "tax:progress": Row(_GRANTED, of_a={"ref": "tax_run"}),
    "tax:rows": Row(_GRANTED, of_a={"ref": "tax_run"}),
    "tax:row": Row(_GRANTED, of_a={"ref": "tax_run", "sha256": "report", "row": "tax_row"}),
    "tax:again": Row(("seller",), of_a={"ref": "tax_run"}, post_only=True),
    "tax:replay": Row(("seller",), of_a={"ref": "tax_run"}, post_only=True),
    "tax:download": Row(_GRANTED, of_a={"ref": "tax_run"}),
    # due days, filings, numbers
    "calendar:list": Row(("seller",)),
    "calendar:open-feed": Row(("seller",), post_only=True),
    "calendar:revoke-feed": Row(("seller",), post_only=True),
    "calendar:feed": Row(_VISITOR, of_a={"secret": "feed"}, public=True),
    "filings:list": Row(_ORGANISATION),
    "filings:claim": Row((*_ACTING_SELLER, *_ACTING_PARTNER)),
    "filings:detail": Row(_GRANTED, of_a={"ref": "filing"}),
    "filings:progress": Row(_GRANTED, of_a={"ref": "filing"}),
    "filings:check": Row(_GRANTED, of_a={"ref": "filing"}, post_only=True),
    "filings:reuse": Row(("operator",)),
    "filings:reuse-pair": Row(("operator",), of_a={"ref": "reuse"}),
    "filings:reuse-judge": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "reuse"},
        posts={"verdict": "reused", "reason": "x"},
        post_only=True,
    ),
    "filings:receipt": Row(
        (*_ACTING_SELLER, "partner.owner"), of_a={"ref": "filing"}, post_only=True
    ),
    "filings:settle": Row(
        _ACTING_SELLER, of_a={"ref": "filing"}, posts={"event": "confirm"}, post_only=True
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
    "grants:list": Row(_ORGANISATION),
    "grants:give": Row(("seller.owner",)),
    "grants:detail": Row(_GRANTED, of_a={"ref": "grant"}),
    "grants:revoke": Row(_ACTING_SELLER, of_a={"ref": "grant"}, post_only=True),
    "grants:delegate": Row(("partner.owner",), of_a={"ref": "grant"}, post_only=True),
    # leaving
    "exits:list": Row(_ORGANISATION),
    "exits:take": Row(("seller.owner",), post_only=True),
    "exits:bag": Row(("seller.owner",), of_a={"ref": "bag"}),
    "exits:progress": Row(("seller.owner",), of_a={"ref": "bag"}),
    "exits:fetch": Row(("seller.owner",), of_a={"ref": "bag"}, post_only=True),
    "exits:confirm": Row(
        ("seller.owner",), of_a={"ref": "bag"}, posts={"root": "0"}, post_only=True
    ),
    "exits:hand-over": Row(_ACTING_SELLER),
    "exits:handover": Row(("seller", "partner"), of_a={"ref": "handover"}),
    "exits:choose": Row(
        _ACTING_SELLER, of_a={"ref": "handover"}, posts={"duty": "x"}, post_only=True
    ),
    "exits:finish": Row(_ACTING_SELLER, of_a={"ref": "handover"}, post_only=True),
    "exits:withdraw": Row(_ACTING_SELLER, of_a={"ref": "handover"}, post_only=True),
    "exits:erase": Row(("seller.owner",), post_only=True),
    "exits:keep": Row(("seller.owner",), of_a={"ref": "erasure"}, post_only=True),
    "exits:certificate": Row(_VISITOR, of_a={"ref": "certificate"}, public=True),
    # requests
    "requests:list": Row(_ORGANISATION),
    "requests:new": Row(_ACTING_SELLER),
    "requests:need-row": Row(_ORGANISATION),
    "requests:detail": Row(("seller", "operator"), of_a={"ref": "request"}),
    "requests:withdraw": Row(_ACTING_SELLER, of_a={"ref": "request"}, post_only=True),
    "requests:incoming": Row(("partner",), of_a={"ref": "referral"}),
    "requests:accept": Row(_ACTING_PARTNER, of_a={"ref": "referral"}, post_only=True),
    "requests:decline": Row(
        _ACTING_PARTNER, of_a={"ref": "referral"}, posts={"code": "NO_CAPACITY"}, post_only=True
    ),
    # contracts: the parties read and act, the programme sees how one stands
    "contracts:list": Row(_ORGANISATION),
    "contracts:check": Row(_ORGANISATION),
    "contracts:draft": Row(_ACTING_PARTNER, of_a={"ref": "accepted"}, post_only=True),
    "contracts:detail": Row(_ORGANISATION, of_a={"ref": "contract"}),
    "contracts:terms": Row(_ACTING_PARTIES, of_a={"ref": "contract"}),
    "contracts:compare": Row(("seller", "partner"), of_a={"ref": "contract"}),
    "contracts:offer": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, post_only=True),
    "contracts:agree": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, post_only=True),
    "contracts:withdraw": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, post_only=True),
    "contracts:sign": Row(_SIGNING, of_a={"ref": "contract"}, posts={"seen": "x", "code": "1"}),
    "contracts:give-notice": Row(_SIGNING, of_a={"ref": "contract"}, post_only=True),
    "contracts:paper": Row(("seller", "partner"), of_a={"ref": "contract"}),
    "contracts:evidence": Row(("seller", "partner"), of_a={"ref": "contract"}),
    # disputes: the parties argue, the programme reads and decides what was put to it
    "disputes:list": Row(_ORGANISATION),
    "disputes:detail": Row(_ORGANISATION, of_a={"ref": "dispute"}),
    "disputes:evidence": Row(_ORGANISATION, of_a={"ref": "evidence"}),
    **{
        f"disputes:{name}": Row(
            _ACTING_PARTIES, of_a={"ref": "dispute"}, posts=posts, post_only=True
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
        _ACTING_PARTIES,
        of_a={"ref": "verdict"},
        posts={"ground": "WRONG_TIMES", "text": "x"},
        post_only=True,
    ),
    "cases:file": Row(("seller", "partner"), of_a={"message": "message", "document": "case_file"}),
    # money: the two parties and nobody else
    "billing:new": Row(_ACTING_PARTNER, of_a={"contract": "contract", "first": "period"}),
    "billing:invoice": Row(("seller", "partner"), of_a={"ref": "invoice"}),
    "billing:payment": Row(
        _ACTING_PARTIES,
        of_a={"ref": "invoice"},
        posts={"amount": "1.00", "on": "2026-11-25", "key": "k"},
        post_only=True,
    ),
    "billing:correct": Row(_ACTING_PARTNER, of_a={"ref": "invoice"}, fixed={"position": "1"}),
    "billing:dispute-invoice": Row(
        _ACTING_PARTIES,
        of_a={"ref": "invoice"},
        posts={"ground": "WRONG_AMOUNT", "text": "x"},
        post_only=True,
    ),
    "billing:credit": Row(("seller", "partner"), of_a={"ref": "credit"}),
    "billing:dispute-credit": Row(
        _ACTING_PARTNER,
        of_a={"ref": "credit_line"},
        posts={"ground": "WRONG_COUNT", "text": "x"},
        post_only=True,
    ),
    # work: the two parties and nobody else
    "delivery:new": Row(_ACTING_PARTIES, of_a={"ref": "contract"}),
    "delivery:order": Row(("seller", "partner"), of_a={"ref": "work"}),
    "delivery:file": Row(("seller", "partner"), of_a={"ref": "handed_file"}),
    "delivery:agree": Row(_ACTING_PARTIES, of_a={"ref": "work"}, post_only=True),
    "delivery:decline": Row(_ACTING_PARTIES, of_a={"ref": "work"}, post_only=True),
    "delivery:terminate": Row(
        _ACTING_PARTIES, of_a={"ref": "work"}, posts={"why": "x"}, post_only=True
    ),
    "delivery:hand-in": Row(
        ("partner",), of_a={"ref": "step"}, posts={"text": "x"}, post_only=True
    ),
    "delivery:skip": Row(("partner",), of_a={"ref": "step"}, posts={"why": "x"}, post_only=True),
    "delivery:review": Row(
        _ACTING_PARTIES,
        of_a={"ref": "step"},
        posts={"kept_agreement": "yes", "in_time": "yes", "again": "yes"},
        post_only=True,
    ),
    "delivery:accept": Row(_ACTING_SELLER, of_a={"ref": "deliverable"}, post_only=True),
    "delivery:return": Row(
        _ACTING_SELLER, of_a={"ref": "deliverable"}, posts={"why": "x"}, post_only=True
    ),
    "delivery:take-back": Row(("partner",), of_a={"ref": "deliverable"}, post_only=True),
    "delivery:dispute": Row(
        _ACTING_PARTIES,
        of_a={"ref": "deliverable"},
        posts={"ground": "INCOMPLETE", "text": "x"},
        post_only=True,
    ),
    "delivery:dispute-review": Row(
        _ACTING_PARTIES,
        of_a={"ref": "review"},
        posts={"ground": "UNTRUE", "text": "x"},
        post_only=True,
    ),
    # the directory, open to everybody
    "directory:search": Row(_VISITOR),
    "directory:compare": Row(_VISITOR),
    "directory:partner": Row(_VISITOR, of_a={"ref": "partner"}, public=True),
    "ranking:rules": Row(_VISITOR),
    # what a partner offers
    "profile:edit": Row(_ACTING_PARTNER),
    "profile:work": Row(_ACTING_PARTNER, posts={"capacity": "3"}, post_only=True),
    "profile:offer": Row(_ACTING_PARTNER),
    "profile:withdraw": Row(_ACTING_PARTNER, of_a={"ref": "offer"}, post_only=True),
    # certification, the firm's side
    "certification:mine": Row(("partner",)),
    "certification:register": Row(_ACTING_PARTNER, post_only=True),
    "certification:apply": Row(("partner.owner",), posts={"item": "vat_filing:IT"}),
    "certification:file-credential": Row(_ACTING_PARTNER),
    "certification:withdraw": Row(
        (*_ACTING_PARTNER, "operator"), of_a={"ref": "credential"}, post_only=True
    ),
    "certification:document": Row(("partner", "operator"), of_a={"ref": "credential"}),
    "certification:add-company": Row(_ACTING_PARTNER),
    "certification:add-staff": Row(_ACTING_PARTNER),
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
    "certification:partners": Row(("operator",)),
    "certification:partner": Row(("operator",), of_a={"ref": "partner"}),
    "certification:standing": Row(
        ("operator.owner", "operator.manager"),
        of_a={"ref": "partner"},
        posts={"standing": "suspended", "reason_zh": "违规"},
        post_only=True,
    ),
    # over the API, requests
    "api:everything": Row(("seller", "operator")),
    "api:send": Row(_ACTING_SELLER),
    "api:one": Row(("seller", "operator"), of_a={"ref": "request"}),
    "api:withdraw": Row(_ACTING_SELLER, of_a={"ref": "request"}),
    "api:incoming": Row(("partner",)),
    "api:incoming_one": Row(("partner",), of_a={"ref": "referral"}),
    "api:accept": Row(_ACTING_PARTNER, of_a={"ref": "referral"}),
    "api:decline": Row(_ACTING_PARTNER, of_a={"ref": "referral"}, posts={"code": "NO_CAPACITY"}),
    # over the API, cases
    "api:cases": Row(_ORGANISATION),
    "api:open_case": Row(
        ("seller", "partner"), posts={"contract": "x", "title": "x", "text": "x"}, unread=True
    ),
    "api:case": Row(("seller", "partner"), of_a={"ref": "case"}),
    "api:step_in_case": Row(
        ("seller", "partner"), of_a={"ref": "case"}, posts={"do": "reply", "text": "x"}
    ),
    # over the API, contracts
    "api:contracts": Row(_ORGANISATION),
    "api:contract": Row(_ORGANISATION, of_a={"ref": "contract"}),
    "api:draft_contract": Row(_ACTING_PARTNER, of_a={"ref": "accepted"}),
    "api:revise_contract": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:offer_contract": Row(_ACTING_PARTIES, of_a={"ref": "contract"}),
    "api:counter_contract": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:agree_contract": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, posts={"seen": "x"}),
    "api:sign_contract": Row(
        _SIGNING, of_a={"ref": "contract"}, posts={"seen": "x", "code": "123456"}
    ),
    "api:withdraw_contract": Row(_ACTING_PARTIES, of_a={"ref": "contract"}),
    "api:give_contract_notice": Row(_SIGNING, of_a={"ref": "contract"}),
    "api:contract_evidence": Row(("seller", "partner"), of_a={"ref": "contract"}),
    # over the API, tax
    "api:tax_runs": Row(("seller",)),
    "api:start_tax_run": Row(("seller",), unread=True),
    "api:tax_run": Row(_GRANTED, of_a={"ref": "tax_run"}),
    "api:tax_rows": Row(_GRANTED, of_a={"ref": "tax_run"}),
    "api:tax_row": Row(_GRANTED, of_a={"ref": "tax_run", "sha256": "report", "row": "tax_row"}),
    "api:replay_tax_run": Row(("seller",), of_a={"ref": "tax_run"}),
    "api:download_tax_run": Row(_GRANTED, of_a={"ref": "tax_run"}),
    "api:filings": Row(_ORGANISATION),
    "api:claim_filed": Row((*_ACTING_SELLER, *_ACTING_PARTNER), unread=True),
    "api:filing": Row(_GRANTED, of_a={"ref": "filing"}),
    "api:bring_receipt": Row(
        (*_ACTING_SELLER, "partner.owner"), of_a={"ref": "filing"}, unread=True
    ),
    # over the API, producer duties
    "api:epr_reports": Row(("seller",)),
    "api:epr_products": Row(("seller",)),
    "api:keep_epr_products": Row(("seller",), unread=True),
    "api:epr_papers": Row(("seller",)),
    "api:add_epr_paper": Row(("seller",), fixed={"kind": "registrations"}, unread=True),
    "api:remove_epr_paper": Row(("seller",), fixed={"kind": "registrations", "number": "1"}),
    "api:epr_checks": Row(("seller",)),
    "api:start_epr_check": Row(("seller",), unread=True),
    "api:epr_check": Row(("seller",), of_a={"ref": "epr_check"}),
    # over the API, disputes and work
    "api:disputes": Row(_ORGANISATION),
    "api:dispute": Row(_ORGANISATION, of_a={"ref": "dispute"}),
    **{
        f"api:{name}": Row(_ACTING_PARTIES, of_a={"ref": "dispute"}, posts=posts, unread=True)
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
    "api:propose_work": Row(_ACTING_PARTIES, of_a={"ref": "contract"}, unread=True),
    "api:work": Row(("seller", "partner"), of_a={"ref": "work"}),
    "api:agree_work": Row(_ACTING_PARTIES, of_a={"ref": "work"}),
    "api:decline_work": Row(_ACTING_PARTIES, of_a={"ref": "work"}, posts={"why": "x"}),
    "api:terminate_work": Row(_ACTING_PARTIES, of_a={"ref": "work"}, posts={"why": "x"}),
    "api:hand_in_step": Row(("partner",), of_a={"ref": "step"}, unread=True),
    "api:skip_step": Row(("partner",), of_a={"ref": "step"}, posts={"why": "x"}),
    "api:review_work": Row(_ACTING_PARTIES, of_a={"ref": "step"}, unread=True),
    "api:accept_deliverable": Row(_ACTING_SELLER, of_a={"ref": "deliverable"}),
    "api:return_deliverable": Row(_ACTING_SELLER, of_a={"ref": "deliverable"}, posts={"why": "x"}),
    "api:take_back_deliverable": Row(("partner",), of_a={"ref": "deliverable"}),
    "api:dispute_deliverable": Row(
        _ACTING_PARTIES,
        of_a={"ref": "deliverable"},
        posts={"ground": "INCOMPLETE", "text": "x"},
    ),
    "api:dispute_review": Row(
        _ACTING_PARTIES, of_a={"ref": "review"}, posts={"ground": "UNTRUE", "text": "x"}
    ),
    # over the API, certification
    "api:mine": Row(("partner",)),
    "api:file_credential": Row(_ACTING_PARTNER),
    "api:withdraw_credential": Row((*_ACTING_PARTNER, "operator"), of_a={"ref": "credential"}),
    "api:check_credential": Row(("operator",), of_a={"ref": "credential"}, unread=True),
    "api:apply": Row(("partner.owner",)),
    "api:queue": Row(("operator",)),
    "api:application": Row(("partner", "operator"), of_a={"ref": "application"}),
    "api:decide": Row(("operator",), of_a={"ref": "item"}, unread=True),
    "api:close": Row(("operator",), of_a={"ref": "application"}),
    "api:standing": Row(("operator",), of_a={"ref": "partner"}, unread=True),
    "api:why_not": Row(("partner", "operator"), of_a={"ref": "partner"}, unread=True),
    # over the API, the directory
    "api:search": Row(_PERSON),
    "api:partner": Row(_PERSON, of_a={"ref": "partner"}, public=True),
    "api:compare": Row(_PERSON),
    # over the API, data grants
    "api:grants": Row(_ORGANISATION),
    "api:give_grant": Row(("seller.owner",), unread=True),
    "api:decide_call": Row(_ORGANISATION, unread=True),
    "api:grant": Row(_GRANTED, of_a={"ref": "grant"}),
    "api:revoke_grant": Row(_ACTING_SELLER, of_a={"ref": "grant"}),
    "api:delegate_grant": Row(("partner.owner",), of_a={"ref": "grant"}, unread=True),
    # over the API, leaving
    "api:bags": Row(("seller.owner",)),
    "api:take_everything": Row(("seller.owner",), unread=True),
    "api:exit_key": Row(_ORGANISATION),
    "api:bag": Row(("seller.owner",), of_a={"ref": "bag"}),
    "api:fetch_bag": Row(("seller.owner",), of_a={"ref": "bag"}),
    "api:confirm_bag": Row(("seller.owner",), of_a={"ref": "bag"}, posts={"root": "0"}),
    "api:handovers": Row(("seller", "partner")),
    "api:handover": Row(("seller", "partner"), of_a={"ref": "handover"}),
    # over the API, the shortlist
    "api:plan": Row(("seller",)),
    # the API described
    "api:openapi-json": Row(_VISITOR),
    "api:openapi-view": Row(_VISITOR),
    "api:api-root": Row(_VISITOR),
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
MATRIX |= {name: Row(_VISITOR) for name in _ENTRANCE.split()}
MATRIX |= {name: Row(_PERSON) for name in _OWN_SIGN_IN.split()}
MATRIX |= {
    "account_confirm_email": Row(_VISITOR, fixed={"key": "nobodys"}),
    "account_reset_password_from_key": Row(_VISITOR, fixed={"uidb36": "0", "key": "nobodys"}),
}
