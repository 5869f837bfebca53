"""A second engine for `sla replay`, on whole minutes: it walks forward in time and counts down.

Where the engine subtracts intervals from one another, this one keeps for each obligation how many minutes
are left and steps through the minutes. Written from the contract alone; shares no code with the engine.
"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise

import numpy as np
from tests.engines.sla.minutes import MINUTES, clock

KINDS = "opened partner_replied seller_replied waiting_for_seller resolved reopened policy_changed handed_over merged".split()
ORDER = ["first_response", "next_response", "correction"]


def _reading_order(event):
    text = json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return event["at"], KINDS.index(event["kind"]), text


class Owed:
    """An obligation that counts down."""

    def __init__(self, kind, case, at, left, mask, published):
        self.kind, self.case, self.start, self.mask = kind, case, at, mask
        self.published = published
        self.begin, self.left = at, left
        self.due = at if left == 0 else None
        self.over, self.ended, self.superseded = 0, None, False
        self.pause_ends = []
        self.counted = np.zeros(MINUTES, dtype=bool)  # minutes that were neither paused nor ended

    def walk(self, begin, end):
        """Let the minutes [begin, end) pass."""
        if self.ended is not None or begin >= end:
            return
        self.counted[begin:end] = True
        self.counted[begin : min(end, self.paused_until(begin))] = False
        for minute in np.flatnonzero(self.mask[begin:end] & self.counted[begin:end]) + begin:
            if self.due is None:
                self.left -= 1
                if self.left == 0:
                    self.due = int(minute) + 1
            else:
                self.over += 1

    def paused_until(self, at):
        return max([at, *self.pause_ends])

    def due_now(self, at):
        """When it is due if nothing stops it from `at` on."""
        if self.due is not None:
            return self.due
        ahead = np.flatnonzero(self.mask[at:])
        return at + int(ahead[self.left - 1]) + 1


class Room:
    """What one case (or several merged ones) owes."""

    def __init__(self, name, policy):
        self.name, self.policy = name, policy
        self.owed, self.correction, self.handed = {}, None, []
        self.opened = self.resolved = False


class Referee:
    """`minute` turns a text into a minute of `weeks`; `policy` is spelt out."""

    def __init__(self, weeks, policy):
        self.weeks, self.policy = weeks, policy
        self.rooms, self.all, self.now, self.unnamed = {}, [], 0, None

    def verdicts(self, events, as_of):
        """`events` have `at` in minutes."""
        for event in sorted(events, key=_reading_order):
            if event["at"] > as_of:
                break
            self.pass_until(event["at"])
            if event["kind"] == "waiting_for_seller" and not event["question"]:
                continue
            getattr(self, event["kind"])(event, event["at"])
        self.pass_until(as_of)
        told = sorted(self.all, key=lambda o: (o.start, ORDER.index(o.kind)))
        return [self.verdict(o, as_of) for o in told]

    def pass_until(self, at):
        for owed in self.all:
            # Pauses end in the middle of a stretch: walk from one end to the next.
            edges = sorted({self.now, at, *(p for p in owed.pause_ends if self.now < p < at)})
            for begin, end in pairwise(edges):
                owed.walk(begin, end)
        self.now = at

    def verdict(self, owed, as_of):
        due = owed.due_now(as_of if owed.ended is None else owed.ended)
        end = as_of if owed.ended is None else owed.ended
        if owed.superseded:
            state = "superseded"
        elif end > due:
            state = "breached"
        elif owed.ended is not None:
            state = "met"
        else:
            state = "paused" if owed.paused_until(as_of) > as_of else "running"
        until = owed.published
        late = until is not None and self.weeks.date(due - 1).isoformat() > until
        if late and state in ("running", "breached"):
            state = "provisional"
        found = {
            "obligation": owed.kind,
            "due": f"{self.weeks.start + timedelta(minutes=due):%Y-%m-%dT%H:%M:%SZ}",
            "state": state,
            "overrun_seconds": owed.over * 60 if state == "breached" else 0,
        }
        if owed.case is not None:
            found["case"] = owed.case
        if handed := self.room(owed.case).handed:
            found["owner_working_seconds"] = self.owners(owed, handed, end)
        return found

    def owners(self, owed, handed, end):
        totals = {}
        edges = [owed.begin, *(min(max(e["at"], owed.begin), end) for e in handed), end]
        names = [*(e["from"] for e in handed), handed[-1]["to"]]
        for name, begin, until in zip(names, edges, edges[1:], strict=False):
            minutes = int((owed.mask & owed.counted)[begin:until].sum())
            totals[name] = totals.get(name, 0) + 60 * minutes
        return totals

    # the contract's table, one method a kind

    def opened(self, event, at):
        room = self.room(event.get("case"))
        if not room.opened:
            room.opened = True
            self.start(room, "first_response", at)
            self.start(room, "correction", at)

    def partner_replied(self, event, at):
        if not event.get("auto"):
            self.end(self.room(event.get("case")), at, "first_response", "next_response")

    def seller_replied(self, event, at):
        room = self.room(event.get("case"))
        if "correction" in room.owed:
            room.owed["correction"].pause_ends = []
        if event.get("marked") == "no_action_needed":
            return
        if "next_response" not in room.owed:
            self.start(room, "next_response", at)
        if room.resolved:
            self.reopened(event, at)

    def waiting_for_seller(self, event, at):
        room = self.room(event.get("case"))
        self.end(room, at, "first_response", "next_response")
        if "correction" in room.owed:
            cap = self.minutes(room.policy, room.policy["pause_cap"], at)
            mask = self.weeks.worked(room.policy["calendar"])
            ends = at + int(np.flatnonzero(mask[at:])[cap - 1]) + 1
            room.owed["correction"].pause_ends.append(ends)

    def resolved(self, event, at):
        room = self.room(event.get("case"))
        self.end(room, at, *ORDER)
        room.resolved = True

    def reopened(self, event, at):
        room = self.room(event.get("case"))
        if not room.resolved:
            return
        room.resolved = False
        if room.policy["reopen"] == "first":
            self.start(room, "correction", at)
        elif room.correction is not None:
            room.correction.ended, room.correction.pause_ends = None, []
            room.owed["correction"] = room.correction

    def policy_changed(self, event, at):
        new = {k: event[k] for k in (*ORDER, "calendar") if k in event}
        rooms = {id(r): r for r in self.rooms.values()}.values()
        if event.get("case") is None:
            self.policy = self.changed(self.policy, new, event)
        else:
            rooms = [self.room(event["case"])]
        for room in rooms:
            room.policy = self.changed(room.policy, new, event)
            for owed in room.owed.values():
                touched = owed.kind in new or "calendar" in new or "add_closed" in event
                if touched and at <= owed.due_now(at):
                    self.adapt(owed, room.policy, event, at)

    def changed(self, policy, new, event):
        policy = {**policy, **new}
        if "add_closed" in event:
            old = policy["calendar"]
            policy["calendar"] = {**old, "closed": [*old.get("closed", ()), *event["add_closed"]]}
        return policy

    def adapt(self, owed, policy, event, at):
        had = 0 if owed.due is not None else owed.left
        owed.mask = self.weeks.worked(policy["calendar"])
        owed.published = policy["calendar"].get("published_until")
        budget = policy.get(owed.kind)
        if event["mode"] == "prospective":
            owed.begin = at
            owed.left = self.minutes(policy, budget, at)
        else:
            owed.begin = owed.start
            used = int((owed.mask & owed.counted)[owed.start : at].sum())
            total = self.minutes(policy, budget, owed.start)
            owed.left = max(total - used, min(60, had))
        owed.due = at if owed.left == 0 else None

    def handed_over(self, event, at):
        self.room(event.get("case")).handed.append(event)

    def merged(self, event, at):
        rooms = list({id(r): r for r in map(self.room, event["cases"])}.values())
        whole = rooms[0]
        whole.name = event["cases"][0]
        for kind in ORDER:
            rivals = [r.owed[kind] for r in rooms if kind in r.owed]
            if rivals:
                best = min(rivals, key=lambda o: (o.due_now(at), o.start))
                for owed in rivals:
                    if owed is not best:
                        owed.ended, owed.superseded = at, True
                whole.owed[kind] = best
        ended = [r.correction for r in rooms if r.correction and not r.correction.superseded]
        last = max(ended, key=lambda o: o.ended or 0, default=None)
        whole.correction = whole.owed.get("correction", last)
        opened = [r for r in rooms if r.opened]
        whole.resolved = bool(opened) and all(r.resolved for r in opened)
        whole.opened = bool(opened)
        whole.handed = sorted((e for r in rooms for e in r.handed), key=lambda e: e["at"])
        for name, room in list(self.rooms.items()):
            if room in rooms:
                self.rooms[name] = whole
        self.unnamed = whole.name

    def start(self, room, kind, at):
        if kind in room.policy:
            calendar = room.policy["calendar"]
            left, mask = (
                self.minutes(room.policy, room.policy[kind], at),
                self.weeks.worked(calendar),
            )
            owed = Owed(kind, room.name, at, left, mask, calendar.get("published_until"))
            self.all.append(owed)
            room.owed[kind] = owed
            if kind == "correction":
                room.correction = owed

    def end(self, room, at, *kinds):
        for kind in kinds:
            if kind in room.owed:
                room.owed.pop(kind).ended = at

    def room(self, name):
        name = self.unnamed if name is None else name
        return self.rooms.setdefault(name, Room(name, self.policy))

    def minutes(self, policy, budget, at):
        """The budget in working minutes, counted from `at`."""
        if budget.startswith("PT"):
            return int(budget[2:-1])
        calendar, day = policy["calendar"], self.weeks.date(at)
        reading = int(self.weeks.wall[at]) % 1440
        late = "cut_off" in policy and reading >= clock(policy["cut_off"])
        days = int(budget[1:-2]) + (late or not self.weeks.spans(calendar, day))
        while days:
            day += timedelta(days=1)
            days -= bool(self.weeks.spans(calendar, day))
        closing = max(end for _, end in self.weeks.spans(calendar, day))
        return int(self.weeks.worked(calendar)[at:closing].sum())
