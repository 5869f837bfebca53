"""Papers are sealed, read once, looked at on record, and gone in time; a pre-audit keeps what it found."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.platform.directory import making

from pilotage.engines.dossier import Document, Field
from pilotage.jobs import onboarding as job
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform import ports
from pilotage.platform.audit import queries as audit
from pilotage.platform.notices.models import Notice
from pilotage.platform.onboarding import actions, queries, sealing
from pilotage.platform.onboarding.models import Dossier, FieldWord, Paper, PaperMark, PreAudit

pytestmark = pytest.mark.django_db
NOW = making.NOW
TYPED = {"company_name_zh": "深圳市蓝舟电子商务有限公司", "id_number": "110101199003070038"}
FOUND = {
    "code": "NAME_MISMATCH_ZH", "severity": "reject", "document": "business_licence",
    "field": "name", "read": "深圳市红舟", "expected": "深圳市蓝舟", "message_zh": "名称不一致",
    "message_en": "The names differ", "next_step_zh": "改", "next_step_en": "Change it",
    "confidence": 0.98, "box": [10, 20, 200, 60],
}  # fmt: skip
FIELD = {"value": "深圳市红舟", "confidence": 0.98, "box": [10, 20, 200, 60]}


def as_read(**fields: str) -> dict:
    """What the reading child gives of a licence."""
    paper = Document("business_licence", "business_licence", {name: Field(value, 0.98, (10, 20, 200, 60)) for name, value in fields.items()})  # fmt: skip
    return json.loads(json.dumps(asdict(paper) | {"clipped": []}))


READ = as_read(name="深圳市红舟")


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def seller():
    return making.seller()


@pytest.fixture
def shop(seller) -> Dossier:
    return actions.open_application(by=seller, at=NOW, marketplace="de", typed=TYPED)


def add(seller, shop, text: bytes = b"licence", name: str = "business_licence", at=NOW) -> Paper:
    return actions.add_paper(
        by=seller, at=at, ref=shop.ref, name=name, file_name="执照 (1).PNG", chunks=[text]
    )


def said(answer=None, read=None):
    """What the child says: one thing wrong with the licence."""
    answer = answer or {"verdict": "fix_first", "findings": [FOUND], "fields": {"business_licence": {"name": FIELD}}}  # fmt: skip
    return {"answer": answer, "read": {"business_licence": read or READ}, "law_digest": "0" * 64}


def child(monkeypatch, asked: list, page: bytes = b"jpeg"):
    """In place of the reading process: notes what it is asked and leaves a page beside each file."""

    def crunch(function, args, progress):
        from pathlib import Path

        folder = Path(args["folder"])
        here = {path.name: path.read_bytes() for path in folder.iterdir()}
        asked.append(args | {"here": here})
        for path in list(folder.iterdir()):
            (folder / f"{path.stem}.page.jpg").write_bytes(page)
        progress(1, len(args["files"]))
        return said()

    monkeypatch.setattr(job, "crunch", crunch)


def audited(seller, shop, at=NOW) -> PreAudit:
    made = actions.start(by=seller, at=at, ref=shop.ref)
    job.run({"ref": made.ref}, at=at)
    made.refresh_from_db()
    return made


def on_disk(settings) -> bytes:
    return b"".join(p.read_bytes() for p in settings.FILES_FOLDER.rglob("*") if p.is_file())


def test_what_lies_in_the_store_is_sealed_and_comes_back_as_it_was(seller, shop, settings):
    text = b"unified social credit code " * 100_000
    paper = add(seller, shop, text)
    assert b"social credit" not in on_disk(settings)
    assert b"".join(queries.bytes_of(seller, paper)) == text
    assert (paper.print, paper.size, paper.ending) == (sha256(text), len(text), ".png")


@given(st.lists(st.binary(max_size=3), max_size=4), st.integers(0, 10**6), st.integers(0, 255))
def test_a_sealed_file_opens_whole_or_not_at_all(tmp_path_factory, chunks, at, by):
    path = tmp_path_factory.mktemp("s") / "x"
    key = sealing.new_key("shp_1")
    path.write_bytes(b"".join(sealing.sealed(key, "shp_1", chunks)))
    assert b"".join(sealing.opened(key, "shp_1", path)) == b"".join(chunks)
    whole = bytearray(path.read_bytes())
    whole[at % len(whole)] ^= by or 1
    path.write_bytes(whole)
    with pytest.raises(NotFound):
        list(sealing.opened(key, "shp_1", path))


@pytest.mark.parametrize("cut", [1, 17, (1 << 20) + 16, (1 << 20) + 17])
def test_a_file_that_was_cut_off_does_not_open(tmp_path, cut):
    path, key = tmp_path / "x", sealing.new_key("shp_1")
    path.write_bytes(b"".join(sealing.sealed(key, "shp_1", [b"x" * (2 << 20)])))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(NotFound):
        list(sealing.opened(key, "shp_1", path))


def test_another_applications_key_opens_nothing(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"".join(sealing.sealed(sealing.new_key("shp_1"), "shp_1", [b"a"])))
    for key, about in ((sealing.new_key("shp_2"), "shp_2"), ("", "shp_1")):
        with pytest.raises(NotFound):
            list(sealing.opened(key, about, path))


@pytest.mark.parametrize("name", ["legal_representative_passport", "business_registration"])
def test_papers_from_abroad_are_taken_and_the_reader_hears_what_they_were_called(seller, shop, monkeypatch, name):  # fmt: skip
    asked: list = []
    child(monkeypatch, asked)
    add(seller, shop, name=name)
    audited(seller, shop)
    (file,) = asked[0]["files"]
    assert (file["name"], file["named"]) == (name, "执照 (1).PNG")


def test_each_paper_is_read_once_and_replaced_ones_again(seller, shop, monkeypatch, settings):
    asked: list = []
    child(monkeypatch, asked)
    add(seller, shop), add(seller, shop, b"front", "legal_representative_id_front")
    made = audited(seller, shop)
    assert (made.state, made.verdict, made.done, made.total) == ("done", "fix_first", 1, 2)
    assert asked[0]["here"] == {"business_licence.png": b"licence", "legal_representative_id_front.png": b"front"}  # fmt: skip
    assert not list(settings.VAR.glob(".dossier-*")), "nothing unsealed is left"
    paper = queries.papers(seller, shop).get(name="business_licence")
    assert b"".join(queries.bytes_of(seller, paper, page=True)) == b"jpeg"
    add(seller, shop, b"other front", "legal_representative_id_front")
    audited(seller, shop)
    assert set(asked[1]["here"]) == {"legal_representative_id_front.png"}
    assert asked[1]["read"] == {"business_licence": READ}
    assert Notice.objects.filter(kind="dossier.audited").first().title_zh == "开店资料预审：先修正再提交"  # fmt: skip


def test_the_same_file_again_changes_nothing_and_another_takes_its_place(seller, shop, settings):
    first = add(seller, shop)
    assert add(seller, shop).pk == first.pk
    second = add(seller, shop, b"new licence")
    assert list(queries.papers(seller, shop)) == [second]
    first.refresh_from_db()
    assert first.removed_at and not first.sha256


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("diploma", b"x", "NO_SUCH_PAPER"),
        ("platform_statement_13", b"x", "NO_SUCH_PAPER"),
        ("business_licence", b"", "EMPTY_FILE"),
    ],
)
def test_what_is_no_paper_is_refused_and_leaves_no_file(seller, shop, settings, name, text, code):
    with pytest.raises(Invalid, match=code):
        add(seller, shop, text, name)
    assert not Paper.objects.exists() and not on_disk(settings)


def test_a_file_too_large_is_refused(seller, shop, settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    with pytest.raises(Invalid, match="UPLOAD_TOO_LARGE"):
        add(seller, shop, b"x" * 2000)


@pytest.mark.parametrize("typed", [{"company_name_zh": "字" * 301}, {"id_number": "1\0"}, {"target_sites": ["DE"] * 31}])  # fmt: skip
def test_too_much_is_refused(seller, typed):
    with pytest.raises(Invalid, match="TOO_LONG"):
        actions.open_application(by=seller, at=NOW, marketplace="DE", typed=typed)


def test_without_papers_there_is_nothing_to_check(seller, shop):
    with pytest.raises(Invalid, match="NO_PAPERS"):
        actions.start(by=seller, at=NOW, ref=shop.ref)


def test_asked_twice_it_runs_once(seller, shop):
    add(seller, shop)
    first = actions.start(by=seller, at=NOW, ref=shop.ref)
    assert actions.start(by=seller, at=NOW, ref=shop.ref).pk == first.pk


def test_when_it_fails_the_papers_stay_and_it_can_be_asked_again(seller, shop, monkeypatch):
    add(seller, shop)
    made = actions.start(by=seller, at=NOW, ref=shop.ref)
    job.gave_up({"ref": made.ref}, at=NOW, error=RuntimeError("out of memory"))
    made.refresh_from_db()
    assert made.state == "failed" and made.error["says"]["zh"]
    child(monkeypatch, [])
    assert audited(seller, shop).state == "done"


def test_when_its_time_is_over_nothing_personal_is_left(
    seller, shop, monkeypatch, settings, django_capture_on_commit_callbacks
):
    child(monkeypatch, [])
    paper = add(seller, shop)
    made = audited(seller, shop)
    late = NOW + timedelta(days=90)
    assert job.tick(late - timedelta(seconds=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert job.tick(late) == 1 and job.tick(late) == 0
    shop.refresh_from_db(), made.refresh_from_db(), paper.refresh_from_db()
    assert not on_disk(settings) and not shop.sealed_key and not paper.read and not paper.print
    left = canonical_json([shop.typed, made.result, paper.file_name, paper.read]).decode()
    assert "NAME_MISMATCH_ZH" in left and "舟" not in left and "执照" not in left
    for act in (lambda: add(seller, shop), lambda: actions.start(by=seller, at=late, ref=shop.ref)):
        with pytest.raises((WrongState, NotFound)):
            act()


def test_what_a_killed_worker_left_unsealed_is_cleared_away(settings):
    left = settings.VAR / ".dossier-x"
    left.mkdir()
    (left / "business_licence.png").write_bytes(b"licence")
    begun = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    job.tick(begun + timedelta(minutes=30))
    assert left.exists(), "somebody may be reading it now"
    job.tick(begun + timedelta(hours=2))
    assert not left.exists()


def test_the_chain_says_who_looked_and_nothing_of_what_stands_there(seller, shop):
    paper = add(seller, shop)
    actions.note_opened(by=seller, at=NOW, ref=paper.ref)
    events = list(audit.chain(seller.organisation_ref))
    assert [e["action"] for e in events][-3:] == ["dossier.opened", "dossier.paper_added", "dossier.paper_opened"]  # fmt: skip
    assert "蓝舟" not in canonical_json(events).decode()


def test_only_its_seller_sees_it_and_a_member_does_not(seller, shop):
    paper = add(seller, shop)
    for other in (making.seller(),):
        with pytest.raises(NotFound):
            queries.paper(other, paper.ref)
        with pytest.raises(NotFound):
            actions.retype(by=other, at=NOW, ref=shop.ref, marketplace="DE", typed={})
    for nobody in (making.operator(), making.firm().owner):
        with pytest.raises(NotAllowed):
            queries.applications(nobody)


def test_the_very_same_file_of_two_sellers_is_told_and_of_one_is_not(seller, shop):
    paper = add(seller, shop)
    again = actions.open_application(by=seller, at=NOW, marketplace="FR", typed=TYPED)
    add(seller, again)
    assert not queries.used_elsewhere(seller, paper)
    other = making.seller()
    theirs = actions.open_application(by=other, at=NOW, marketplace="DE", typed={})
    add(other, theirs)
    assert queries.used_elsewhere(seller, paper)
    theirs_paper = theirs.papers.get()
    actions.remove_paper(by=other, at=NOW, ref=theirs_paper.ref)
    theirs_paper.refresh_from_db()
    assert not theirs_paper.print and not queries.used_elsewhere(seller, paper)
    assert ports.files().path(paper.sha256).exists()


def audited_as(owner, monkeypatch, uscc: str, marketplace: str = "DE") -> tuple[Dossier, dict]:
    """An application of that credit code, ready but for what other clients have; and what was found."""
    made = actions.open_application(by=owner, at=NOW, marketplace=marketplace, typed=TYPED)
    add(owner, made, uscc.encode())
    clean = {"verdict": "ready", "findings": [], "fields": {}}
    monkeypatch.setattr(job, "crunch", lambda *_: said(clean, as_read(uscc=uscc)))
    return made, audited(owner, made).result


def test_a_number_of_another_client_is_told_and_of_ones_own_is_not(seller, monkeypatch):
    code = "91330203MA11X13289"
    assert audited_as(seller, monkeypatch, code)[1]["findings"] == []
    assert audited_as(seller, monkeypatch, code, "FR")[1]["verdict"] == "ready"  # one's own again
    other = making.seller()
    shop, told = audited_as(other, monkeypatch, code)
    (found,) = told["findings"]
    assert (told["verdict"], found["code"], found["read"]) == ("fix_first", "IDENTITY_REUSED", code)
    assert found["box"] == [10, 20, 200, 60] and "关联" in found["message_zh"]
    whole = json.dumps(told, ensure_ascii=False)
    assert not any(word in whole for word in (seller.organisation_ref, seller.organisation_name))
    assert code not in "".join(PaperMark.objects.values_list("value", flat=True))
    # Nobody is told of a paper that is gone.
    for mine in Dossier.objects.filter(organisation=seller.organisation_id):
        actions.put_away(by=seller, at=NOW, ref=mine.ref)
    assert audited(other, shop).result["findings"] == []
    actions.remove_paper(by=other, at=NOW, ref=shop.papers.get().ref)
    assert not PaperMark.objects.exists()


@pytest.mark.parametrize(("bits", "told"), [("f1", ["IDENTITY_REUSED"]), ("0f" * 20, [])])
def test_a_page_without_a_number_is_known_by_its_looks(seller, monkeypatch, bits, told):
    for owner, head in ((seller, "f0" * (len(bits) // 2)), (making.seller(), bits)):
        read = as_read() | {"print": head + "f0" * (72 - len(bits) // 2)}
        made = actions.open_application(by=owner, at=NOW, marketplace="DE", typed=TYPED)
        add(owner, made)
        clean = {"verdict": "ready", "findings": [], "fields": {}}
        monkeypatch.setattr(job, "crunch", lambda *_, read=read, clean=clean: said(clean, read))
        result = audited(owner, made).result
    assert [one["code"] for one in result["findings"]] == told


UNSURE = FOUND | {"code": "READING_UNSURE", "severity": "info", "field": "uscc"}


@pytest.fixture
def unsure(seller, shop, monkeypatch) -> Paper:
    """A licence whose credit code the reader is unsure of."""
    paper = add(seller, shop)
    result = {"verdict": "ready", "findings": [UNSURE], "fields": {}}
    monkeypatch.setattr(job, "crunch", lambda *_: said(result, as_read(uscc="91330203MA11X1328B")))
    audited(seller, shop)
    paper.refresh_from_db()
    return paper


def test_what_the_reader_is_unsure_of_a_person_settles_and_the_next_audit_goes_by_it(
    seller, shop, unsure, monkeypatch
):
    (asked,) = queries.unsure(seller)
    assert (asked.field, asked.read, asked.box) == ("uscc", "91330203MA11X1328B", (10, 20, 200, 60))
    assert queries.unsure(making.seller()) == []
    settle = {"by": seller, "at": NOW, "ref": unsure.ref, "field": "uscc"}
    for wrong in ("91330203MA11X1328B", " ", "x" * 1001):
        with pytest.raises(Invalid):
            actions.settle(**settle, value=wrong)
    word = actions.settle(**settle, value="9133 0203 ma11x13289")
    assert (word.value, word.read) == ("91330203MA11X13289", "91330203MA11X1328B")
    assert queries.unsure(seller) == []
    with pytest.raises(NotFound):
        actions.settle(**settle, value="91330203MA11X13289")
    asked_of_the_child: list = []
    child(monkeypatch, asked_of_the_child)
    audited(seller, shop)
    assert asked_of_the_child[0]["settled"] == {"business_licence": {"uscc": "91330203MA11X13289"}}


def test_a_word_goes_with_its_paper(seller, shop, unsure):
    actions.settle(by=seller, at=NOW, ref=unsure.ref, field="uscc", value="91330203MA11X13289")
    add(seller, shop, b"another")
    assert not FieldWord.objects.exists() and queries.unsure(seller) == []
