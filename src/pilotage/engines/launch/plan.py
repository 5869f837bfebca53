"""When each step can begin and end, which of them nothing may delay, and what an effort on one of them is worth. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pilotage.engines.launch.tasks import Task, tasks
from pilotage.kernel.text import Text

USUAL = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the plan in days from its beginning, at the usual pace. `slack`: days it may slip and delay nothing."""

    task: Task
    begins: int
    ends: int
    slack: int

    @property
    def is_critical(self) -> bool:
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class Shortening:
    """What can be done about a step, and by how many days the whole comes sooner: what is not critical saves none."""

    task: Task
    says: Text
    saves: int


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` to the end at the fastest, usual and slowest pace; shortenings that help, the best first."""

    steps: tuple[Step, ...]
    days: tuple[int, int, int]
    shortenings: tuple[Shortening, ...]

    @property
    def critical(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.is_critical and step.task.days[USUAL])


def plan(
    wanted: Collection[str], done: Collection[str] = (), steps: Sequence[Task] | None = None
) -> Plan:
    """The plan of the steps whose `when` is empty or `wanted`; those `done` by their code take no time any more."""
    chosen = [t for t in (tasks() if steps is None else steps) if not t.when or t.when in wanted]
    pace = [{t.code: 0 if t.code in done else t.days[n] for t in chosen} for n in range(3)]
    ends = [_ends(chosen, one) for one in pace]
    usual = ends[USUAL]
    latest = _latest(chosen, pace[USUAL], max(usual.values(), default=0))
    found = tuple(
        Step(
            t,
            usual[t.code] - pace[USUAL][t.code],
            usual[t.code],
            latest[t.code] - usual[t.code],
        )
        for t in chosen
    )
    low, middle, high = (max(one.values(), default=0) for one in ends)
    return Plan(found, (low, middle, high), _shortenings(chosen, pace[USUAL], middle))


def _ends(chosen: Sequence[Task], days: Mapping[str, int]) -> dict[str, int]:
    """The day on which each is finished at the earliest; steps that are not part of the plan hold nobody up."""
    ends: dict[str, int] = {}
    for task in chosen:
        begins = max((ends[code] for code in task.after if code in ends), default=0)
        ends[task.code] = begins + days[task.code]
    return ends


def _latest(chosen: Sequence[Task], days: Mapping[str, int], last: int) -> dict[str, int]:
    """The day by which each must be finished so that nothing ends later."""
    latest = {task.code: last for task in chosen}
    for task in reversed(chosen):
        for code in task.after:
            if code in latest:
                latest[code] = min(latest[code], latest[task.code] - days[task.code])
    return latest


def _shortenings(
    chosen: Sequence[Task], days: Mapping[str, int], usual: int
) -> tuple[Shortening, ...]:
    found = []
    for task in chosen:
        for says, saved in task.shorten:
            least = min(task.days[0], days[task.code])
            shorter = {**days, task.code: max(least, days[task.code] - saved)}
            saves = usual - max(_ends(chosen, shorter).values())
            if saves > 0:
                found.append(Shortening(task, says, saves))
    return tuple(sorted(found, key=lambda one: -one.saves))
