"""Two firms with an accepted request between them, and authenticator apps that show real codes."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from tests.engines.contracts.samples import VALUES
from tests.platform.directory import making as world
from tests.platform.engagements.making import held, sent

from pilotage.engines.contracts import Term, library
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import actions as requests
from pilotage.platform.engagements.contracts import actions
from pilotage.platform.engagements.contracts.actions import Proposal
from pilotage.platform.engagements.models import Contract, Referral


@dataclass
class Table:
    """Both sides at one table; each call may name the moment."""

    seller: Viewer
    partner: Viewer
    referral: Referral

    def side(self, name: str, at: datetime) -> Viewer:
        return replace(getattr(self, name), at=at)


def table(at: datetime) -> Table:
    """A request that a listed partner has accepted."""
    firm, seller = world.listed_firm(), world.seller()
    referral = held(sent(seller, at, named=(firm.ref,)))
    requests.accept(by=firm.owner, at=at, ref=referral.ref)
    for viewer in (seller, firm.owner):
        with_app(viewer, at)
    return Table(seller, firm.owner, Referral.objects.get(pk=referral.pk))


def with_app(viewer: Viewer, at: datetime) -> None:
    """An authenticator app, set up the day before."""
    secret = base64.b32encode(_secret(viewer)).decode()
    made = Authenticator.objects.create(
        user_id=viewer.person_id, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )
    Authenticator.objects.filter(pk=made.pk).update(created_at=at - timedelta(days=1))


def code(viewer: Viewer, at: datetime) -> str:
    """What the app shows at that moment."""
    app = TOTP(_secret(viewer), 6, SHA1(), 30)  # noqa: S303  as authenticator apps compute it
    return app.generate(int(at.timestamp())).decode()


def proposal(**given) -> Proposal:
    """Everything in order; `given` are the values of a clause, by its id, or None to leave it out."""
    chosen = {**VALUES, "amendment": None, **given}
    terms = tuple(
        Term(id, library().newest(id).version, values)
        for id, values in chosen.items()
        if values is not None
    )
    return Proposal(terms, (), "91440300MA5EXAMPLE", "91330100MA2EXAMPLE")


def offered(table: Table, at: datetime, **given) -> Contract:
    """A contract as the seller first sees it."""
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    actions.revise(by=table.partner, at=at, ref=row.ref, proposal=proposal(**given))
    return actions.offer(by=table.partner, at=at, ref=row.ref)


def seen(row: Contract) -> str:
    """The hash of the last version."""
    row.refresh_from_db()
    return row.versions.get(number=row.current).hash


def agreed(table: Table, at: datetime, **given) -> Contract:
    row = offered(table, at, **given)
    return actions.agree(by=table.seller, at=at, ref=row.ref, seen=seen(row))


def signed(row: Contract, by: Viewer, at: datetime) -> Contract:
    """Signs what is there now, with a good code."""
    return actions.sign(by=by, at=at, ref=row.ref, seen=seen(row), code=code(by, at))


def in_force(table: Table, at: datetime) -> Contract:
    row = agreed(table, at)
    signed(row, table.seller, at)
    return signed(row, table.partner, at)


def _secret(viewer: Viewer) -> bytes:
    return viewer.person_ref.encode().ljust(20, b"0")[:20]
