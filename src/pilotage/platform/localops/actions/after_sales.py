"""A seller keeps return addresses and replies to buyers, each for a site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.engines import law
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.localops import after_sales, wording
from pilotage.platform.localops.models import Reply, ReturnSpot
from pilotage.platform.parties.models import Organisation

# Replies a site may have; a person chooses among them by eye.
MOST_REPLIES = 200


@transaction.atomic
def keep_address(
    *, by: Viewer, at: datetime, site: str, lines: str, postcode: str, country: str
) -> ReturnSpot:
    """Put the address in the place of the site's former one. Raises `Invalid`."""
    seller = _seller(by)
    law.check_marketplace(site)
    held, postcode, country = wording.address(lines, postcode, country)
    kept, _ = ReturnSpot.objects.update_or_create(
        organisation=seller, site=site,
        defaults={"lines": held, "postcode": postcode, "country": country, "changed_by": by.actor, "changed_at": at},
    )  # fmt: skip
    _note(seller, "return_address.kept", f"return_address:{site}", by, at, country=country)
    return kept


@transaction.atomic
def keep_reply(*, by: Viewer, at: datetime, site: str, language: str, title: str, text: str) -> Reply:  # fmt: skip
    """Keep the reply; one of the same title and language is replaced. Raises `Invalid`."""
    seller = _seller(by)
    law.check_marketplace(site)
    title, text = wording.reply(language, title, text)
    held = Reply.objects.filter(organisation=seller, site=site)
    known = held.filter(language=language, title=title)
    if not known.exists() and held.count() >= MOST_REPLIES:
        raise Invalid(
            "TOO_MANY_REPLIES",
            Text(
                f"一个站点最多 {MOST_REPLIES} 条回复。",
                f"A site has at most {MOST_REPLIES} replies.",
            ),
            Text("请先删除不用的回复。", "Delete replies that are not used."),
        )
    kept, _ = Reply.objects.update_or_create(
        organisation=seller, site=site, language=language, title=title,
        defaults={"text": text, "changed_by": by.actor, "changed_at": at},
    )  # fmt: skip
    _note(seller, "buyer_reply.kept", f"buyer_reply:{kept.ref}", by, at, site=site, language=language)  # fmt: skip
    return kept


@transaction.atomic
def drop_reply(*, by: Viewer, at: datetime, ref: str) -> str:
    """Delete the reply and give its site; `NotFound` where it is not the seller's."""
    seller = _seller(by)
    found = after_sales.reply(by, ref)
    site = found.site
    found.delete()
    _note(seller, "buyer_reply.deleted", f"buyer_reply:{ref}", by, at, site=site)
    return site


def _seller(by: Viewer) -> Organisation:
    """The acting seller, locked: two saves at once make one row."""
    check_may(by, "aftersales.keep")
    return Organisation.objects.select_for_update().get(pk=by.organisation_id)


def _note(seller: Organisation, what: str, thing: str, by: Viewer, at: datetime, **after: object) -> None:  # fmt: skip
    record(by=by.actor, at=at, tenant=seller.ref, action=what, object=thing, after=after)
