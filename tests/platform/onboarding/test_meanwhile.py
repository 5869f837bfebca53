"""Papers that go, or are replaced, while the reader has them: nothing of what it read stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.platform.directory import making
from tests.platform.onboarding.test_applications import (
    NOW,
    READ,
    TYPED,
    add,
    as_read,
    on_disk,
    said,
)

from pilotage.jobs import onboarding as job
from pilotage.kernel.canonical import canonical_json
from pilotage.platform.onboarding import actions
from pilotage.platform.onboarding.models import Paper, PaperMark

pytestmark = pytest.mark.django_db
CODE = "91330203MA11X13289"


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def seller():
    return making.seller()


@pytest.fixture
def shop(seller):
    made = actions.open_application(by=seller, at=NOW, marketplace="DE", typed=TYPED)
    add(seller, made)
    return made


@pytest.fixture
def read_while(monkeypatch, seller, shop, django_capture_on_commit_callbacks):
    """A pre-audit during whose reading something happens."""

    def run(happens):
        def crunch(_, args, progress):
            for path in list(Path(args["folder"]).iterdir()):
                path.with_suffix(".page.jpg").write_bytes(b"jpeg")
            happens()
            return said(read=as_read(uscc=CODE))

        monkeypatch.setattr(job, "crunch", crunch)
        with django_capture_on_commit_callbacks(execute=True):
            made = actions.start(by=seller, at=NOW, ref=shop.ref)
            job.run({"ref": made.ref}, at=NOW)
        made.refresh_from_db()
        return made

    return run


def test_put_away_while_it_is_read_nothing_of_it_is_kept(read_while, seller, shop, settings):
    made = read_while(lambda: actions.put_away(by=seller, at=NOW, ref=shop.ref))  # fmt: skip
    assert (made.state, made.error["code"], made.result) == ("failed", "PAPERS_GONE", None)
    assert not on_disk(settings) and not PaperMark.objects.exists()
    assert CODE not in canonical_json(list(Paper.objects.values_list("read"))).decode()


def test_a_paper_that_took_its_place_while_it_was_read_has_not_its_words(read_while, seller, shop, settings):  # fmt: skip
    later = NOW + timedelta(minutes=1)
    read_while(lambda: add(seller, shop, b"another", at=later))
    now = shop.papers.get(removed_at=None)
    assert (now.read, now.page_sha256) == (None, "") and not PaperMark.objects.exists()
    kept = [path for path in settings.FILES_FOLDER.rglob("*") if path.is_file()]
    assert [path.parent.name + path.name for path in kept] == [now.sha256], (
        "no page of the one before is left"
    )


def test_what_nobody_touched_is_kept_as_read(read_while, shop):
    read_while(lambda: None)
    now = shop.papers.get()
    assert now.page_sha256 and now.read == as_read(uscc=CODE) != READ and PaperMark.objects.get()
