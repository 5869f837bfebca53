"""What differs between two sets of returns: figure by figure, pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
Key = tuple[str, str, str, str]


def changes(before: Sequence[Json], after: Sequence[Json]) -> list[dict[str, Any]]:
    """One entry per figure that is not the same: return, figure, `before`, `after` (None where absent)."""
    old, new = ({_key(one): one for one in side} for side in (before, after))
    return [
        {**_named(key), "figure": figure, "before": was.get(figure), "after": now.get(figure)}
        for key in sorted(old.keys() | new.keys())
        for was, now in [(figures(old.get(key, {})), figures(new.get(key, {})))]
        for figure in sorted(was.keys() | now.keys())
        if was.get(figure) != now.get(figure)
    ]


def figures(one: Json) -> dict[str, str]:
    """Every figure of a return under a flat name: `box 81`, `taxed 19 vat`, `FR←DE 20 base`, `due_date`."""
    found = {f"box {box}": str(value) for box, value in (one.get("boxes") or {}).items()}
    found |= dict(_lines(one.get("lines") or {}))
    for correction in one.get("corrections") or ():
        found[f"correction {correction['state']} {correction['period']}"] = correction["vat"]
    found |= {f"balance {state}": value for state, value in (one.get("balances") or {}).items()}
    for name in ("amount_due", "due_date"):
        if one.get(name):
            found[name] = str(one[name])
    return found


def _lines(lines: Any) -> Iterator[tuple[str, str]]:
    if isinstance(lines, Mapping):
        for name, held in lines.items():
            for part, value in held.items():
                if isinstance(value, Mapping):
                    yield from ((f"{name} {part} {p}", str(v)) for p, v in value.items())
                else:
                    yield f"{name} {part}", str(value)
    else:
        for line in lines:
            name = f"{line['state']}←{line['dispatch']} {line['rate']}"
            yield from ((f"{name} {part}", str(line[part])) for part in ("base", "vat"))


def _key(one: Json) -> Key:
    return (one["return"], one["jurisdiction"], one["period"], one["currency"])


def _named(key: Key) -> dict[str, str]:
    return dict(zip(("return", "jurisdiction", "period", "currency"), key, strict=True))
