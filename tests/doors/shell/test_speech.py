"""What a template says: sentences in the reader's language, counts that read well."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from pilotage.kernel.text import Text


@pytest.mark.parametrize(
    ("told", "shown"),
    [(5_000_000, "5,000,000"), (10_000, "10,000"), (9999, "9999"), (-12_345, "-12,345"), (2026, "2026"),
     (0, "0"), ("12345", "12345"), ("<b>", "&lt;b&gt;"), (Text("行", "rows"), "行"), (None, "")],
)  # fmt: skip
def test_counts_have_thousands_apart_and_nothing_else_changes(told, shown):
    assert Template("{{ told|say }}").render(Context({"told": told})) == shown


def test_so_do_counts_within_a_sentence():
    said = Template('{% t "共 {n} 行" "{n} rows" n=n %}').render(Context({"n": 168_560}))
    assert said == "共 168,560 行"
