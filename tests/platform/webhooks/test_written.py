"""How an address may be written, and that every kind of notice has its subject."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pilotage.kernel.errors import Invalid
from pilotage.platform.webhooks.addresses import fit
from pilotage.platform.webhooks.kinds import OTHER, OWN, subject_of

PLATFORM = Path("src/pilotage/platform")


@pytest.mark.parametrize(
    "address",
    ["https://hooks.example.com", "https://hooks.example.com:8443/a?b=c", " https://xn--fiqs8s.example/ ", "https://[2606:4700::1]/"],
)  # fmt: skip
def test_kept(address):
    assert fit(address) == address.strip()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "ADDRESS_UNREADABLE"), ("hooks.example.com", "NOT_HTTPS"), ("http://hooks.example.com/", "NOT_HTTPS"),
        ("file:///etc/passwd", "NOT_HTTPS"), ("https://a:b@hooks.example.com/", "HAS_CREDENTIALS"),
        ("https://a@hooks.example.com/", "HAS_CREDENTIALS"), ("https://@hooks.example.com/", "HAS_CREDENTIALS"),
        ("https://", "ADDRESS_UNREADABLE"), ("https://hooks.example.com:22/", "PORT_REFUSED"),
        ("https://hooks.example.com:99999/", "ADDRESS_UNREADABLE"), ("https://hooks.example.com:x/", "ADDRESS_UNREADABLE"),
        ("https://例子.example/", "ADDRESS_UNREADABLE"), ("https://hooks.example.com/a b", "ADDRESS_UNREADABLE"),
        ("https://hooks.example.com/\r\nX: y", "ADDRESS_UNREADABLE"), ("https://good.example\\@bad.example/", "ADDRESS_UNREADABLE"),
        ("https://hooks.example.com/#x", "ADDRESS_UNREADABLE"), ("https://hooks.example.com/" + "a" * 500, "ADDRESS_UNREADABLE"),
        ("https://[fe80::1%25eth0]/", "ADDRESS_UNREADABLE"),
    ],
)  # fmt: skip
def test_refused(address, code):
    with pytest.raises(Invalid, match=code):
        fit(address)


def test_every_kind_that_is_told_has_its_subject():
    kinds = set(_told())
    assert {"tax.due", "contract.", "month_report.claimed"} <= kinds
    nowhere = {one for one in kinds if subject_of(one) == OTHER} - {f"{OWN}.off"}
    assert nowhere == set()


def _told():
    """What stands as `kind=` of a `tell` or `tell_all`, up to the first part that is worked out."""
    for path in PLATFORM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tell", "tell_all"):
                kind = next(k.value for k in node.keywords if k.arg == "kind")
                first = kind.values[0] if isinstance(kind, ast.JoinedStr) else kind
                if isinstance(first, ast.Constant):
                    yield first.value
