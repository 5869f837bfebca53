"""What may happen to papers after they were filed, to people, and on a firm's record; each notes what it did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.platform.certification.referee import Person

from pilotage.kernel.text import Text
from pilotage.platform.certification import actions, resting, scorecard
from pilotage.platform.certification.models import Board, Credential, Mark

if TYPE_CHECKING:
    from tests.platform.certification.walk import World

WHY = Text("复核结论", "on review")


def about(world: World, kind: str, ref: str) -> dict:
    """Whose the paper is, its details, and when its issuer audits next; good more often than not."""
    dice, people = world.dice, world.referee.firms[ref].people
    here = [name for name, person in people.items() if person.left is None]
    told = {"edition": dice.choice(("2022",) * 5 + ("2013",)), "scope": dice.choice(("x",) * 7 + ("",))}  # fmt: skip
    return {
        "details": told if kind == "iso_27001" else {},
        "holder": dice.choice([*here, *here, ""]) if kind == "tax_adviser_admission" else "",
        "surveillance": world.now.date() + timedelta(days=dice.randint(-5, 90))
        if kind == "iso_27001" and dice.random() < 0.7
        else None,
    }


def edges(paper) -> list[date]:
    """The days on which grace begins and ends, by any version."""
    found = []
    if paper.surveillance:
        found += [paper.surveillance + timedelta(days=n + 1) for n in (0, 10, 20)]
    if paper.looked and paper.kind == "business_registration":
        found += [paper.looked.date() + timedelta(days=n + 1) for n in (60, 75, 90, 100)]
    return found


def looks_up(world: World) -> None:
    """Somebody looks into the register; mostly it stands."""
    ref, _ = world._anybody()
    papers = {r: p for r, p in world._notes(ref).papers.items() if p.state in ("accepted", "filed")}
    if not papers:
        return
    chosen = world.dice.choice(list(papers))
    status = world.dice.choice(("stands",) * 8 + ("on_hold", "struck", "ended", "not_found"))
    actions.note_register_check(
        by=world._product(), at=world.now, ref=chosen, register="某登记机构", status=status, seen="某状态"
    )  # fmt: skip
    paper = papers[chosen]
    if status == "stands":
        paper.looked, paper.on_hold = world.now, False
    elif status == "on_hold":
        paper.on_hold = True
    elif status != "not_found":
        paper.state = "refused"


def completes(world: World) -> None:
    """The firm adds what was not typed."""
    ref, _firm = world._anybody()
    papers = world._notes(ref).papers
    wanted = [r for r, p in papers.items() if p.kind == "iso_27001" and p.state != "withdrawn"]
    if wanted:
        chosen = world.dice.choice(wanted)
        told = papers[chosen].details
        blank = {k: v for k, v in (("edition", "2022"), ("scope", "x")) if not told.get(k)}
        actions.complete_details(by=world._product(), at=world.now, ref=chosen, details=blank)
        papers[chosen].details = {**told, **blank}
        if papers[chosen].state == "refused":
            papers[chosen].state = "filed"


def joins(world: World, ref: str, firm) -> None:
    """Somebody new in the firm."""
    by = world._product()
    made = actions.add_staff(by=by, at=world.now, partner=firm.partner, name="某人", role="税务师")
    person = world._notes(ref).people[made.ref] = Person()
    if world.dice.random() < 0.7:
        actions.identify_staff(by=by, at=world.now, ref=made.ref, how="护照")
        person.identified = True


def comes(world: World) -> None:
    joins(world, *world._anybody())


def is_identified(world: World) -> None:
    ref, _ = world._anybody()
    people = world._notes(ref).people
    chosen = world.dice.choice(list(people))
    actions.identify_staff(by=world._product(), at=world.now, ref=chosen, how="护照")
    people[chosen].identified = True


def leaves(world: World) -> None:
    """What was listed by the person's papers and by nothing else is what the product says is lost."""
    ref, _firm = world._anybody()
    notes = world._notes(ref)
    chosen = world.dice.choice(list(notes.people))
    theirs = {r for r, p in notes.papers.items() if p.holder == chosen and p.state == "accepted"}
    expected = world.referee.lost_without(notes, theirs, world.now)
    lost = actions.staff_left(by=world._product(), at=world.now, ref=chosen)
    notes.people[chosen].left = world.now
    assert expected <= lost, "services fell that nobody was told of"


def is_marked(world: World) -> None:
    ref, _ = world._anybody()
    notes = world._notes(ref)
    mark = actions.put_mark(
        by=world._product(), at=world.now, partner_ref=ref, code="LATE", reason=WHY
    )
    notes.marks[mark.ref] = world.now
    live = [at for at in notes.marks.values() if world.now < at + timedelta(days=365)]
    if len(live) > 3 and not notes.board:
        notes.board = Board.objects.get(partner__ref=ref, decided_at=None).ref


def mark_is_lifted(world: World) -> None:
    mark = world._one(Mark.objects.filter(lifted_at=None))
    if mark:
        actions.lift_mark(by=world._product(), at=world.now, ref=mark.ref, why="申诉成立")
        del world._notes(mark.partner.ref).marks[mark.ref]


def board_decides(world: World) -> None:
    """It keeps the firm or suspends it; either way its marks are spent."""
    board = world._one(Board.objects.filter(decided_at=None))
    if board is None:
        return
    outcome = world.dice.choice(("keep", "keep", "suspend"))
    actions.decide_board(
        by=world._product(), at=world.now, ref=board.ref, outcome=outcome, reason=WHY
    )
    notes = world._notes(board.partner.ref)
    notes.board, notes.marks = "", {}
    if outcome == "suspend":
        notes.standing = "suspended"


def week_ends(world: World) -> None:
    """After a pause four weeks of broken promises, which stop the firm, or one of kept ones, which let it go on."""
    ref, firm = world._anybody()
    last = firm.partner.score_weeks.order_by("-monday").first()
    day = last.monday if last else date(2000, 1, 3)
    bad = world.dice.random() < 0.4
    for number in range(4 if bad else 1):
        monday = day + (14 + number) * scorecard.WEEK
        week = scorecard.Week(monday, breached=20) if bad else scorecard.Week(monday, met=20)
        actions.keep_week(
            by=world._product(), at=world.now, partner=firm.partner, week=week, fit=not bad
        )
    world._notes(ref).blocked = bad


def reach_is_right(world: World) -> None:
    """The blast radius of one paper, and of a number of them, is what the referee loses without them."""
    ref, firm = world._anybody()
    notes = world._notes(ref)
    accepted = [r for r, p in notes.papers.items() if p.state == "accepted"]
    if accepted:
        some = set(world.dice.sample(accepted, world.dice.randint(1, min(3, len(accepted)))))
        counting = {r for r in some if _counted(world, notes, r)}
        rows = list(Credential.objects.filter(ref__in=counting).select_related("holder"))
        if rows:
            found = resting.rests_on(firm.partner, rows, world.now)
            assert found == world.referee.lost_without(notes, counting, world.now)


def _counted(world: World, notes, ref: str) -> bool:
    """Whether the paper counts by every accepted version: what is taken as it counted is then as it counts."""
    paper = notes.papers[ref]
    return all(
        world.referee._counts(notes, paper, [paper.kind], version, (c, p), world.now)
        for version in world.referee._accepted(world.now)
        for c, p in [
            (next(iter(paper.categories), "vat_filing"), next(iter(paper.countries), "DE"))
        ]
    )
