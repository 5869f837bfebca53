"""What tests of doors may use."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.platform.access.viewer import Viewer


@pytest.fixture(autouse=True)
def _static_folder(settings, tmp_path):
    """WhiteNoise warns when its folder is missing, and warnings are errors here."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def seller(db) -> Viewer:
    return making.seller()


@pytest.fixture
def client(seller) -> Client:
    """The seller's."""
    return browser(seller)
