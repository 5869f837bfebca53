"""A choice is named in the reader's language alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from pilotage.web.speech import one_side

WEB = Path("src/pilotage/web")
# Their values are words of one language or codes; none has a label in both.
PLAIN = {"status", "standing", "state", "outcome"}


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "卖家"), ("en", "Sellers")])
def test_one_side_of_a_label(language, said):
    with translation.override(language):
        assert one_side("卖家 · Sellers") == said
        assert one_side("DE") == "DE"


def test_no_page_prints_both_sides_of_a_label():
    both = [
        f"{page.relative_to(WEB)}: {field}"
        for page in WEB.rglob("*.html")
        for field, how in re.findall(r"get_(\w+)_display(\|one_side)?", page.read_text("utf-8"))
        if not how and not (field in PLAIN and page.parent.name == "certification")
    ]
    assert both == []
