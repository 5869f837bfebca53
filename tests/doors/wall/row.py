"""What the wall knows of an address: who may knock, and with what it is tried."""

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


VISITOR, PERSON = ("visitor",), ("person",)
ORGANISATION = ("seller", "partner", "operator")
# The owner of partner A holds a grant from seller A for everything; colleagues hold none.
GRANTED = ("seller", "partner.owner")
ACTING_SELLER = ("seller.owner", "seller.manager")
ACTING_PARTNER = ("partner.owner", "partner.manager")
SIGNING = ("seller.owner", "partner.owner")
ACTING_PARTIES = (*ACTING_SELLER, *ACTING_PARTNER)
