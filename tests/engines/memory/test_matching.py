"""Near texts: the percentage against a slow plain count, 100 for the very same only, the nearest first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.engines.memory import LEAST, matches

SHORT = st.text("ab ß水", max_size=8)


def common(one: str, other: str) -> int:
    """Length of the longest common subsequence, by its definition."""
    if not one or not other:
        return 0
    if one[0] == other[0]:
        return 1 + common(one[1:], other[1:])
    return max(common(one[1:], other), common(one, other[1:]))


def referee(text: str, source: str) -> int:
    if text == source:
        return 100
    left, right = " ".join(text.split()), " ".join(source.split())
    both = len(left) + len(right)
    return min(99, 200 * common(left, right) // both if both else 99)


@settings(max_examples=150, deadline=None)
@given(SHORT, st.lists(SHORT, max_size=6))
def test_percentages_are_those_of_the_plain_count(text, kept):
    found = matches(text, enumerate(kept), most=9)
    wanted = {at: referee(text, source) for at, source in enumerate(kept)}
    assert {one.key: one.percent for one in found} == {at: n for at, n in wanted.items() if n >= LEAST}  # fmt: skip
    assert [one.percent for one in found] == sorted((one.percent for one in found), reverse=True)


def test_examples():
    kept = [(1, "Wasserkocher 1,7 l"), (2, "Wasserkocher 1,5 l"), (3, "Toaster"), (4, "Wasserkocher  1,7 l")]  # fmt: skip
    assert [tuple(one) for one in matches("Wasserkocher 1,7 l", kept)] == [(100, 1), (99, 4), (94, 2)]  # fmt: skip
    assert len(matches("Wasserkocher 1,7 l", kept, most=1)) == 1
