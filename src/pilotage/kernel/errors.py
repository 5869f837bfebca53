"""Six kinds of failure, each with a stable code, its facts and the next step.

Doors map the kind to a status or an exit code (`http_status` and `exit_status` live
with the doors, not here). Faults in a user's files are findings, i.e. values, not exceptions.
"""

from __future__ import annotations

from pilotage.kernel.text import Text


class PilotageError(Exception):
    """What happened (`says`), what to do now (`next_step`), and machine-readable `facts`."""

    def __init__(
        self, code: str, says: Text, /, next_step: Text | None = None, **facts: object
    ) -> None:
        self.code = code
        self.says = says.with_(**facts) if facts else says
        self.next_step = next_step.with_(**facts) if next_step and facts else next_step
        self.facts = facts
        super().__init__(f"{code}: {self.says.en}")

    def told(self) -> dict[str, object]:
        """As it is kept and sent: `code`, `says`, `next_step` (or None), words in both languages."""
        step = self.next_step
        return {"code": self.code, "says": self.says.both(), "next_step": step and step.both()}


class NotAllowed(PilotageError):
    """The person may not do this (or may not know that it exists)."""


class NotFound(PilotageError):
    """There is no such thing, or none that this viewer may see."""


class WrongState(PilotageError):
    """The thing exists but cannot go from where it is to where it was asked to go."""


class Invalid(PilotageError):
    """The input cannot be used as it is."""


class RuleGap(PilotageError):
    """The law tables have no value for this place and date; nothing guesses."""


class SourceDown(PilotageError):
    """An outside source did not answer; the question stays open."""
