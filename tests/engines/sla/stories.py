"""Random stories of cases around changes of clocks, on whole minutes, as `sla replay` and as the referee read them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from tests.engines.sla.minutes import weeks
from tests.engines.sla.referee import Referee

ZONES = (
    "Asia/Shanghai Europe/Berlin Europe/London America/New_York America/Los_Angeles America/Nuuk Asia/Kolkata "
    "Asia/Kathmandu Australia/Lord_Howe Australia/Sydney America/Santiago Africa/Cairo Asia/Tokyo Asia/Dubai "
    "America/Havana Europe/Istanbul Pacific/Chatham America/Sao_Paulo Asia/Beirut UTC Africa/Casablanca Asia/Tehran"
).split()
# Each begins five days before clocks change somewhere: Europe and Beirut, Brazil and Cuba, Sydney, Casablanca, Tehran.
STARTS = [
    datetime(*day, tzinfo=UTC)
    for day in ((2026, 3, 24), (2018, 10, 30), (2021, 9, 28), (2025, 2, 18), (2019, 3, 17))
]
_KINDS = (
    ["partner_replied"] * 3
    + ["seller_replied"] * 5
    + ["waiting_for_seller"] * 4
    + ["resolved"] * 3
    + ["reopened"] * 2
    + ["policy_changed"] * 2
    + ["handed_over", "merged"]
)


class Story:
    """`case` is a case of `sla replay`; `expected` what the referee says of it."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.weeks = dice, weeks(dice.choice(ZONES), dice.choice(STARTS))
        self.policy = self._policy()
        self.names = dice.choice(([None], [None], ["A"], ["A", "B"]))
        self.merged = False
        at = dice.randint(3 * 1440, 5 * 1440)
        self.events = [{"at": at, "kind": "opened", **self._case()}]
        if len(self.names) > 1:
            opened = {"at": at + dice.randint(0, 90), "kind": "opened", "case": "B"}
            self.events = [{**self.events[0], "case": "A"}, opened]
            at = opened["at"]
        for _ in range(dice.randint(0, 8)):
            at += dice.choice((0, 1, dice.randint(1, 240), dice.randint(1, 1500)))
            self.events.append({"at": at, **self._event()})
        self.as_of = at + dice.choice((0, dice.randint(0, 2000)))

    @property
    def case(self) -> dict:
        told = [{**event, "at": self._text(event["at"])} for event in self.events]
        told += self.dice.choices(told, k=self.dice.randint(0, 2))
        self.dice.shuffle(told)
        return {
            "id": "r",
            "policy": self.policy,
            "events": told,
            "as_of": self._text(self.as_of),
        }

    @property
    def expected(self) -> list[dict]:
        referee = Referee(self.weeks, self.policy)
        referee.unnamed = self.names[0] if len(self.names) == 1 else None
        return referee.verdicts(self.events, self.as_of)

    def _event(self) -> dict:
        dice, kind = self.dice, self.dice.choice(_KINDS)
        if kind == "merged":
            if len(self.names) == 1:
                kind = "seller_replied"
            else:
                self.merged = True
                return {"kind": kind, "cases": dice.sample(["A", "B"], 2)}
        return {"kind": kind, **self._case(), **self._fields(kind)}

    def _case(self) -> dict:
        if self.merged and self.dice.random() < 0.5:
            return {}
        name = self.dice.choice(self.names)
        return {} if name is None else {"case": name}

    def _fields(self, kind: str) -> dict:
        dice = self.dice
        if kind == "partner_replied":
            return {"auto": dice.random() < 0.3}
        if kind == "seller_replied" and dice.random() < 0.3:
            return {"marked": "no_action_needed"}
        if kind == "waiting_for_seller":
            return {"question": dice.choice(("哪张发票？", "Which invoice?", "Which box?", ""))}
        if kind == "policy_changed":
            return self._change()
        if kind == "handed_over":
            return {"from": dice.choice("TUV"), "to": dice.choice("TUV")}
        return {}

    def _change(self) -> dict:
        mode = {"mode": self.dice.choice(("retroactive", "prospective"))}
        match self.dice.randrange(3):
            case 0:
                return {**mode, self.dice.choice(("correction", "first_response")): self._budget()}
            case 1:
                day = self.weeks.date(self.dice.randint(3 * 1440, 9 * 1440)).isoformat()
                return {**mode, "signed_amendment": True, "add_closed": [day]}
        return {**mode, "calendar": self._calendar(), "correction": self._budget()}

    def _policy(self) -> dict:
        dice = self.dice
        policy = {
            "calendar": self._calendar(),
            "first_response": self._budget(),
            "next_response": self._budget(),
            "correction": self._budget(),
            "pause_cap": dice.choice(("PT120M", "PT700M", "P1WD", "P3WD")),
            "reopen": dice.choice(("total", "first")),
        }
        if dice.random() < 0.3:
            policy["cut_off"] = dice.choice(("12:00", "17:00"))
        if dice.random() < 0.3:
            del policy[dice.choice(("first_response", "next_response", "correction"))]
        return policy

    def _budget(self) -> str:
        dice = self.dice
        if dice.random() < 0.2:
            return f"P{dice.randint(1, 3)}WD"
        return f"PT{dice.choice((0, dice.randint(1, 90), dice.randint(1, 1200)))}M"

    def _calendar(self) -> dict:
        dice = self.dice
        week = {str(day): self._hours() for day in range(7)}
        for day in dice.sample(range(7), 4):
            week[str(day)] = [["08:00", "18:00"]]
        near = [self.weeks.date(m * 1440).isoformat() for m in range(3, 9)]
        calendar = {"tz": str(self.weeks.zone), "week": week, "closed": dice.sample(near, 1)}
        calendar["extra"] = {dice.choice(near): self._hours()}
        if dice.random() < 0.3:
            calendar["published_until"] = dice.choice(near)
        return calendar

    def _hours(self) -> list:
        clocks = sorted(self.dice.sample(range(0, 1441, 30), 4))
        pairs = [clocks[:2], clocks[2:]][: self.dice.randint(0, 2)]
        return [[f"{a // 60:02d}:{a % 60:02d}", f"{b // 60:02d}:{b % 60:02d}"] for a, b in pairs]

    def _text(self, minute: int) -> str:
        return f"{self.weeks.start + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%SZ}"
