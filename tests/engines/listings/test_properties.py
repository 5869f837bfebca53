"""What must hold for every listing: suggestions mend what they are for, only accepted ones are followed, the order of rows is nothing."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.listings.making import accepted, listing, rules

from pilotage.engines.listings import (
    Account,
    Finding,
    Listing,
    check,
    checked,
    followed,
)

_PIECES = [
    "Lampe", "lampe", "Äpfel!", "a\u0308", "茶", "ケトル", " ", "  ", "!", "!!", "_", "$", "?", "{", "¬", "#5", "#", "~", "<5",
    "*", "<b>", "</b>", "<br>", "12", "12 inch", '3"', "2 ft", "5 lbs", "8 oz", "98.6 °F", "30 cm", "(12 inch)", "110V",
    "100-240V", "US-Stecker", "Typ F", "www.x.de", "a@b.de", "19,99 €", "new", "best", "B0ABCD1234", "\n", "für", "x",
    "versandkostenfrei", "\ufffd", "DER", "und die",
]  # fmt: skip
pieces = st.lists(st.sampled_from(_PIECES), max_size=14).map("".join) | st.lists(
    st.sampled_from(_PIECES), max_size=90
).map(" ".join)
listings = st.builds(
    lambda title, bullet, description, terms, brand, voltage: listing(
        title=title, bullet=bullet, description=description, search_terms=terms, brand=brand, voltage=voltage,
    ),
    pieces, pieces, pieces, pieces, st.sampled_from(["", "Äpfel!", "Lampe", "!"]), st.sampled_from(["", "110V", "230"]),
)  # fmt: skip
sites = st.sampled_from(["DE", "US", "JP", "GB"])


@settings(max_examples=80, deadline=None)
@given(listings, sites)
def test_a_suggestion_removes_the_finding_it_was_made_for(one: Listing, site: str) -> None:
    book = rules(site)
    for found in check(one, book):
        if found.suggestion:
            after = check(one.with_text(found.field, found.suggestion.after), book)
            assert (found.code, found.field, found.read) not in {
                (f.code, f.field, f.read) for f in after
            }


@settings(max_examples=80, deadline=None)
@given(listings, sites, st.integers(0))
def test_only_what_is_accepted_is_followed(one: Listing, site: str, chosen: int) -> None:
    """A bit of `chosen` for each suggestion. The texts are the old ones but for the changes told, one on the other."""
    offered = [f for f in check(one, rules(site)) if f.suggestion]
    meant = [found for n, found in enumerate(offered) if chosen >> n & 1]
    now, mended = followed(one, rules(site), map(accepted, meant))
    texts = {w.field: w.text for w in one.texts}
    for found in mended:
        assert found.suggestion and texts[found.field] == found.suggestion.before
        texts[found.field] = found.suggestion.after
    assert {w.field: w.text for w in now.texts} == texts
    assert {f.field for f in meant} == {f.field for f in mended}  # of each text the first, at least
    assert {(f.code, f.field) for f in mended} <= {(f.code, f.field) for f in meant}
    assert now.facts == one.facts and now.other == one.other


@settings(max_examples=80, deadline=None)
@given(listings)
def test_a_suggestion_keeps_every_letter_and_figure(one: Listing) -> None:
    """Only repeated search terms may go, and only tags with their names; a unit adds, it takes nothing away."""
    for found in check(one, rules()):
        better = found.suggestion
        if better is None or better.kind == "STRIP_HTML":
            continue
        assert better.before == next(w.text for w in one.texts if w.field == found.field)
        if better.kind in ("REMOVE_CHARACTERS", "TIDY_SPACES"):
            assert letters(better.before) == letters(better.after)
        if better.kind == "ADD_EXACT_UNIT":
            assert not Counter(letters(better.before)) - Counter(letters(better.after))
        if better.kind == "DROP_REPEATS":
            assert set(better.before.casefold().split()) == set(better.after.casefold().split())


@settings(max_examples=40, deadline=None)
@given(st.lists(listings, max_size=6), st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[Listing], chance: object) -> None:
    named = [Listing(n, f"S{n % 4}", one.texts, one.facts) for n, one in enumerate(rows, 1)]
    mixed = list(named)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = Account(), Account()
    one = Counter(map(said, checked(named, rules(), first)))
    assert one == Counter(map(said, checked(mixed, rules(), second)))
    assert first.rows_in == second.rows_in == len(rows) and first.codes == second.codes


def said(found: Finding) -> tuple[str, str, str, str]:
    return found.code, found.sku, found.field, found.read


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
