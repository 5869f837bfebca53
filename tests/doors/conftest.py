"""What tests of doors may use."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _static_folder(settings, tmp_path):
    """WhiteNoise warns when its folder is missing, and warnings are errors here."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
