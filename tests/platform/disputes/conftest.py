"""The things disputed here are no real ones: nothing follows for them."""

import pytest

from pilotage.platform.disputes import consequences


@pytest.fixture(autouse=True)
def _nothing_follows(monkeypatch):
    monkeypatch.setattr(consequences, "_wired", {})
