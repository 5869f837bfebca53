"""A bag is asked for, made, fetched, checked and put away; a stop anywhere costs nothing."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.platform.directory import making

from pilotage.engines.exits import check, signer
from pilotage.jobs import exits as job
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.documents.actions import receive
from pilotage.platform.exits import actions, queries, shelf
from pilotage.platform.exits.actions import bags
from pilotage.platform.exits.keys import public_key
from pilotage.platform.exits.models import ExitBag
from pilotage.platform.parties.models import Organisation

pytestmark = pytest.mark.django_db
NOW = making.NOW
PRODUCT = Viewer.product("exit", NOW)


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


@pytest.fixture
def seller() -> Viewer:
    """With one file of its own."""
    viewer = making.seller()
    owner = Organisation.objects.get(pk=viewer.organisation_id)
    receive(by=viewer, at=NOW, owner=owner, kind="avtr", name="r.csv", chunks=[b"A,B\n1,2\n"])
    return viewer


def made(seller: Viewer) -> ExitBag:
    bag = actions.ask(by=seller, at=NOW)
    actions.make(by=PRODUCT, at=NOW, ref=bag.ref)
    bag.refresh_from_db()
    return bag


def what_happened(bag: ExitBag) -> list[str]:
    return list(
        Event.objects.filter(tenant=bag.organisation.ref, action__regex="^(bag|exit)").order_by("seq")
        .values_list("action", flat=True)
    )  # fmt: skip


def test_what_is_fetched_holds_and_is_signed(seller, tmp_path):
    bag = made(seller)
    assert (bag.state, bag.missing) == ("done", 0)
    with zipfile.ZipFile(shelf.packed(bag.ref)) as archive:
        archive.extractall(tmp_path / "there")
    (folder,) = (tmp_path / "there").iterdir()
    assert check(folder)[2] == bag.root
    assert signer(folder, bag.root, public_key()) is not None
    assert not shelf.unpacked(bag.ref).exists()
    assert what_happened(bag) == ["bag.asked", "exit.export_started", "exit.exported", "bag.made"]


def test_asked_for_twice_it_is_made_once(seller):
    first = actions.ask(by=seller, at=NOW)
    assert actions.ask(by=seller, at=NOW + timedelta(seconds=1)) == first
    actions.make(by=PRODUCT, at=NOW, ref=first.ref)
    actions.make(by=PRODUCT, at=NOW, ref=first.ref)
    assert what_happened(first).count("bag.made") == 1
    assert actions.ask(by=seller, at=NOW) != first


@pytest.mark.parametrize("stopped_at", ["pack", "finish"])
def test_stopped_after_a_step_that_step_is_not_done_again(seller, monkeypatch, stopped_at):
    bag = actions.ask(by=seller, at=NOW)
    place = shelf if stopped_at == "pack" else bags
    with monkeypatch.context() as patch:
        patch.setattr(place, stopped_at, _stop)
        with pytest.raises(KeyboardInterrupt):
            actions.make(by=PRODUCT, at=NOW, ref=bag.ref)
    actions.make(by=PRODUCT, at=NOW, ref=bag.ref)
    bag.refresh_from_db()
    assert bag.state == "done" and bag.size == shelf.packed(bag.ref).stat().st_size
    assert what_happened(bag).count("exit.export_started") == 1


def _stop(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


def test_progress_is_of_parts_and_never_goes_back(seller, monkeypatch):
    bag, seen = actions.ask(by=seller, at=NOW), []
    assert queries.progress(seller, bag) == (0, 0)
    note = shelf.note_progress
    monkeypatch.setattr(shelf, "note_progress", lambda *said: (seen.append(said[1:]), note(*said)))
    actions.make(by=PRODUCT, at=NOW, ref=bag.ref)
    done = [one for one, _ in seen]
    assert done == sorted(done) and len({total for _, total in seen}) == 1
    assert done[-1] == seen[0][1] - 1


def test_only_the_root_that_is_right_is_noted(seller):
    bag = made(seller)
    for wrong in ("", "0" * 64):
        with pytest.raises(Invalid, match="OTHER_ROOT"):
            actions.confirm(by=seller, at=NOW, ref=bag.ref, root=wrong)
    at = NOW + timedelta(hours=1)
    assert (
        actions.confirm(by=seller, at=at, ref=bag.ref, root=f" {bag.root.upper()}\n").confirmed_at
        == at
    )
    actions.confirm(by=seller, at=NOW, ref=bag.ref, root=bag.root)
    assert what_happened(bag).count("bag.confirmed") == 1


def test_after_thirty_days_it_is_put_away(seller):
    bag = made(seller)
    assert job.tick(NOW + bags.KEPT - timedelta(seconds=1)) == 0
    actions.fetched(by=seller, at=NOW, ref=bag.ref)
    assert job.tick(NOW + bags.KEPT) == 1
    with pytest.raises(WrongState, match="NO_BAG_TO_FETCH"):
        actions.fetched(by=seller, at=NOW, ref=bag.ref)
    with pytest.raises(NotFound, match="BAG_NOT_ON_THE_SHELF"):
        shelf.packed(bag.ref)


def test_the_owner_takes_it_and_nobody_else(seller):
    bag = made(seller)
    manager = replace(seller, role="manager")
    for who, error in (
        (manager, NotAllowed),
        (making.operator(), NotAllowed),
        (making.seller(), NotFound),
    ):
        with pytest.raises(error):
            actions.fetched(by=who, at=NOW, ref=bag.ref)
    with pytest.raises(NotAllowed):
        actions.ask(by=manager, at=NOW)


def test_when_it_cannot_be_made_the_seller_is_told_and_may_ask_again(seller):
    bag = actions.ask(by=seller, at=NOW)
    job.gave_up({"ref": bag.ref}, at=NOW, error=RuntimeError("disk"))
    bag.refresh_from_db()
    assert (bag.state, bag.error["code"]) == ("failed", "BAG_NOT_MADE")
    assert actions.ask(by=seller, at=NOW) != bag
