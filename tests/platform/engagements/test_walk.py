"""Random walks over requests by a virtual clock: whatever happens, no request is lost, doubled or outlives its accept-by."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.platform.directory import making as world
from tests.platform.engagements.making import brief

from pilotage.jobs import requests as timer
from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Text
from pilotage.platform.certification import actions as certification
from pilotage.platform.directory import actions as directory
from pilotage.platform.engagements import actions, states
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.engagements.reasons import DECLINE

pytestmark = pytest.mark.django_db


class World:
    """Partners that may be suspended, a few sellers, and a clock that only goes forward."""

    def __init__(self, seed: int, at: datetime) -> None:
        self.dice, self.now = random.Random(seed), at
        self.firms = {f.ref: f for f in (world.listed_firm(n, capacity=3) for n in "甲乙丙丁")}
        self.sellers = [world.seller(), world.seller()]

    def step(self) -> None:
        """One random thing happens; what the rules refuse is refused in words."""
        doings = [
            self.send,
            self.view,
            self.accept,
            self.decline,
            self.decline,
            self.withdraw,
            self.standing,
            self.room,
        ]
        if self.dice.random() < 0.25:
            self.now += timedelta(minutes=self.dice.randint(1, 3000))
        else:
            try:
                self.dice.choice(doings)()
            except PilotageError as refused:
                assert refused.says.zh and refused.says.en
        timer.tick(self.now)

    def send(self) -> None:
        seller = replace(self.dice.choice(self.sellers), at=self.now)
        named = tuple(self.dice.sample(list(self.firms), self.dice.randint(0, 2)))
        actions.send(
            by=seller, at=self.now, brief=brief(named=named, may_refer_on=self.dice.random() < 0.7)
        )

    def view(self) -> None:
        self._by_partner(lambda by, ref: actions.view(by=by, at=self.now, ref=ref))

    def accept(self) -> None:
        self._by_partner(lambda by, ref: actions.accept(by=by, at=self.now, ref=ref))

    def decline(self) -> None:
        code = self.dice.choice(sorted(DECLINE))
        self._by_partner(lambda by, ref: actions.decline(by=by, at=self.now, ref=ref, code=code))

    def withdraw(self) -> None:
        request = self._any(
            Request.objects.filter(seller__in=[s.organisation_id for s in self.sellers])
        )
        if request:
            owner = next(s for s in self.sellers if s.organisation_id == request.seller_id)
            actions.withdraw(by=replace(owner, at=self.now), at=self.now, ref=request.ref)

    def standing(self) -> None:
        ref = self._standing_of()
        certification.set_standing(
            by=world.product(self.now),
            at=self.now,
            partner_ref=ref,
            standing=self.dice.choice(["suspended", "active", "active"]),
            reason=Text("复核", "review"),
        )

    def room(self) -> None:
        directory.free_place(
            by=world.product(self.now),
            at=self.now,
            partner_ref=self.dice.choice(list(self.firms)),
        )

    def check(self) -> None:
        """What must hold between any two events."""
        for request in Request.objects.prefetch_related("referrals"):
            referrals = list(request.referrals.all())
            waiting = [r for r in referrals if r.state in states.OPEN_REFERRAL]
            assert len(waiting) == (request.state == "open"), (request.state, referrals)
            assert all(r.accept_by > self.now for r in waiting)
            assert all(r.accept_by <= request.match_by for r in referrals)
            assert len({r.partner_ref for r in referrals}) == len(referrals)
            assert sum(r.state == "accepted" for r in referrals) == (request.state == "accepted")
            assert (request.ended_at is None) == (request.state == "open")
            if request.state == "unplaced":
                assert request.why_zh and request.why_en
        for firm in self.firms.values():
            firm.partner.profile.refresh_from_db()
            assert 0 <= firm.partner.profile.taken <= firm.partner.profile.capacity

    def _standing_of(self) -> str:
        """Mostly a firm that a request waits at: only its suspension lets a referral lapse."""
        waiting = self._any(Referral.objects.filter(state__in=states.OPEN_REFERRAL))
        if waiting and self.dice.random() < 0.5:
            return waiting.partner_ref
        return self.dice.choice(list(self.firms))

    def _by_partner(self, do) -> None:
        referral = self._any(Referral.objects.all())
        if referral:
            owner = self.firms[referral.partner_ref].owner
            do(replace(owner, at=self.now), referral.ref)

    def _any(self, rows):
        """Mostly one that waits, sometimes one that has ended."""
        found = list(rows.order_by("-pk")[:12])
        waiting = [r for r in found if r.state in ("open", *states.OPEN_REFERRAL)]
        pool = waiting if waiting and self.dice.random() < 0.85 else found
        return self.dice.choice(pool) if pool else None


def _walk(seed: int, at: datetime, steps: int, wanted: frozenset[str] = frozenset()) -> set[str]:
    """At least so many steps, and at most six times as many until every wanted state was reached."""
    some = World(seed, at)
    for number in range(6 * steps):
        if number >= steps and wanted <= _reached():
            break
        some.step()
        some.check()
    end = Request.objects.order_by("-match_by").first()
    some.now = max(some.now, end.match_by if end else some.now) + timedelta(minutes=1)
    timer.tick(some.now)
    assert not Request.objects.filter(state="open").exists()
    return _reached()


def _reached() -> set[str]:
    return set(Referral.objects.values_list("state", flat=True)) | set(
        Request.objects.values_list("state", flat=True)
    )


def test_nothing_is_lost_in_a_short_walk(at):
    assert _walk(1, at, 60)


@pytest.mark.slow
def test_a_long_walk_reaches_every_ending_of_the_tables(at):
    endings = {step.to for table in (states.REFERRAL, states.REQUEST) for step in table.values()}
    ended = frozenset(str(state) for state in endings - {"viewed"})
    assert ended <= _walk(2, at, 500, ended)
