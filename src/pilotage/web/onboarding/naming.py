"""Which paper a file is, by what its sender called it; whoever sends ten at once need not sort them one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from pilotage.engines.dossier.values import PASSPORT, PLATFORM, REGISTRATION
from pilotage.platform.onboarding.queries import MOST_STATEMENTS, NAMES

# The first that fits; sides of a card before the card, platforms before banks: both have statements.
_CALLED = (
    (PASSPORT, r"passport|护照"),
    (REGISTRATION, r"business_registration|商业登记"),
    ("legal_representative_id_back", r"id_back|国徽|反面|背面"),
    ("legal_representative_id_front", r"id_front|人像|正面|身份证"),
    (PLATFORM, r"platform|流水|店铺|settlement|store"),
    ("bank_statement", r"bank|银行|对账单"),
    ("business_licence", r"licen[cs]e|执照"),
)


def placed(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A paper's name for each file's name, empty where nobody can tell; statements come after those there are.

    >>> placed(["营业执照.jpg", "9月流水.pdf", "8月流水.pdf", "IMG_1.jpg"], [])
    ['business_licence', 'platform_statement_1', 'platform_statement_2', '']
    """
    used = set(taken)
    found = []
    for name in names:
        stem = PurePath(name).stem.lower()
        kind = stem if stem in NAMES else _kind(stem)
        paper = _next_statement(used) if kind == PLATFORM else kind
        if paper:
            used.add(paper)
        found.append(paper)
    return found


def _kind(stem: str) -> str:
    return next((kind for kind, called in _CALLED if re.search(called, stem)), "")


def _next_statement(used: set[str]) -> str:
    names = (f"{PLATFORM}_{number}" for number in range(1, MOST_STATEMENTS + 1))
    return next((name for name in names if name not in used), "")
