"""A register is read, a name screened, a partner's report held beside it; the watch tells each filing once."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from importlib import import_module

import pytest
from tests.platform.brand import making as world
from tests.platform.brand.making import HEAD, NOW, ROWS, done, file, mark, register
from tests.platform.directory import making
from tests.platform.incidents.making import DE, certified, engaged

from pilotage.jobs import brand_child
from pilotage.kernel.errors import Invalid, NotAllowed, WrongState
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.case_file import opposition
from pilotage.platform.brand.models import Alert, BrandWork
from pilotage.platform.brand.states import TABLE
from pilotage.platform.brand.states import Alert as AlertState
from pilotage.platform.cases.models import CaseEvent
from pilotage.platform.parties.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    world.direct(monkeypatch)


@pytest.fixture
def seller() -> Viewer:
    return making.seller()


def test_a_register_says_what_is_in_it_and_the_same_file_is_the_same_register(seller):
    row = register(seller)
    assert (row.rows, row.facts["alive"], row.facts["offices"]) == (4, 3, [["EUIPO", 4]])
    assert (row.facts["first"], row.facts["last"]) == ("2009-04-01", "2026-10-02")
    again = actions.import_register(by=seller, at=NOW, document=file(seller, HEAD + ROWS))
    assert again.pk == row.pk and BrandWork.objects.count() == 1


def packed(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "无法读取"),
        (b"id,sign\n1,x\n", "mark"),
        (b"id,mark\n1,\n2,\n", "没有商标"),
        (b"\x00\x01\x02\xff" * 40, "register"),
        (b"<?xml version='1.0'?><nothing/>", "没有 USPTO"),
        (packed("a.txt", "x"), "没有 USPTO"),
        (packed("a.xml", "<a>")[:60] + b"PK\x05\x06" * 9, "没有 USPTO"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "USPTO"),
    ],
    # A zip holds the second at which it was made: two workers that collect would not agree on its name.
    ids=["empty", "other columns", "no mark", "no text", "other xml", "zip of text", "broken zip", "entity"],
)  # fmt: skip
def test_a_file_that_is_no_register_is_answered_in_words(seller, content, says):
    document = file(seller, content)
    row = actions.import_register(by=seller, at=NOW, document=document)
    work = done(queries.reading(seller, row))
    assert work.state == "failed" and says in work.error["says"]["zh"], work.error
    assert "register.csv" in work.error["says"]["zh"]
    assert "--help" not in work.error["next_step"]["en"]
    with pytest.raises(WrongState, match="REGISTER_NOT_READ"):
        actions.screen(by=seller, at=NOW, register=row.ref, name="X", classes="")


def test_a_register_with_a_long_chinese_name_is_read(seller):
    assert register(seller, name="商" * 250 + ".csv").rows == 4


def test_clearance_shows_factors_and_no_verdict(seller):
    work = done(actions.screen(by=seller, at=NOW, register=register(seller).ref, name=" VELTORA ", classes="9"))  # fmt: skip
    first, *others = work.result["hits"]
    assert (first["mark"], first["sound"], first["look"], first["goods"]) == ("VELTORA", 1, 1, 1)
    assert {hit["mark"] for hit in others} >= {"VELTORRA PRO", "FELDTORA"}
    assert next(h for h in others if h["mark"] == "FELDTORA")["alive"] is False
    assert not {"verdict", "probability", "chance"} & {*work.result, *first}
    assert work.result["near"] == 3


def test_what_is_far_is_listed_and_not_called_near(seller):
    asked = actions.screen(by=seller, at=NOW, register=register(seller).ref, name="SUNSET", classes="30")  # fmt: skip
    found = done(asked).result
    assert [hit["mark"] for hit in found["hits"]] == ["SUNBREAD"] and found["near"] == 0


@pytest.mark.parametrize(
    ("name", "classes", "code"),
    [
        (" ", "", "NO_NAME"),
        ("x" * 101, "", "NO_NAME"),
        ("X", "九十", "NO_CLASS"),
        ("X", "9,99", "NO_CLASS"),
    ],
)
def test_what_cannot_be_cleared_is_refused(seller, name, classes, code):
    row = register(seller)
    with pytest.raises(Invalid, match=code):
        actions.screen(by=seller, at=NOW, register=row.ref, name=name, classes=classes)


def test_a_report_beside_ours_says_what_each_missed(seller):
    screened = done(actions.screen(by=seller, at=NOW, register=register(seller).ref, name="VELTORA", classes="9"))  # fmt: skip
    # By number; by the sign alone; far off though in the register; in no register.
    report = "id,mark,classes\n18900001,something else,9\n,Veltorra Pro,9\n,VELTORRA PRO,\n018900004,SUNBREAD,30\n77,ELSEWHERE,9\n"
    made = actions.compare(by=seller, at=NOW, ref=screened.ref, document=file(seller, report, "bericht.csv"))  # fmt: skip
    found = done(made).result
    assert [hit["mark"] for hit in found["both"]] == ["VELTORRA PRO"]
    alone = {one["mark"]: one["in_register"] for one in found["theirs"]}
    assert alone == {"something else": False, "SUNBREAD": True, "ELSEWHERE": False}
    assert [hit["mark"] for hit in found["ours"]] == ["VELTORA"]
    assert [hit["mark"] for hit in found["ours_ended"]] == ["FELDTORA"]


def test_a_filing_is_told_once_whatever_file_it_stands_in_and_own_filings_never(seller):
    mark(seller, owner="Nordlicht GmbH")
    first = done(actions.start_watch(by=seller, at=NOW, register=register(seller).ref))
    assert first.result["new"] == 1
    assert [(a.filed["mark"], a.state) for a in Alert.objects.all()] == [("VELTORRA PRO", "open")]
    later = register(seller, HEAD + ROWS.splitlines(True)[1] + "018900009,VELTORE,9,EUIPO,pending,2026-11-20,New Ltd,\n", "later.csv")  # fmt: skip
    again = done(actions.start_watch(by=seller, at=NOW, register=later.ref))
    assert again.result["new"] == 1 and Alert.objects.count() == 2
    actions.finish(by=making.product(), at=NOW, ref=again.ref, answer={"alerts": []})
    assert (
        Alert.objects.count() == 2 and Event.objects.filter(action="brand_watch.done").count() == 2
    )


def test_files_without_numbers_hide_nothing_from_each_other(seller):
    mark(seller)
    told = [
        done(actions.start_watch(by=seller, at=NOW, register=register(seller, f"mark\n{sign}\n", f"{sign}.csv").ref))
        for sign in ("VELTORRA", "VELTORE", "VELTORRA")
    ]  # fmt: skip
    assert [one.result["new"] for one in told] == [1, 1, 0]


def test_what_is_too_much_for_once_comes_with_the_next_watch(seller, monkeypatch):
    monkeypatch.setattr("pilotage.platform.brand.actions.alerts.MOST_AT_ONCE", 1)
    mark(seller)
    row = register(seller, "id,mark\n1,VELTORRA\n2,VELTORE\n3,VELTORAA\n")
    runs = [done(actions.start_watch(by=seller, at=NOW, register=row.ref)).result for _ in range(4)]
    assert [(one["new"], one["left_out"]) for one in runs] == [(1, 2), (1, 1), (1, 0), (0, 0)]


def test_what_was_told_takes_no_place_from_what_was_not(seller, monkeypatch):
    monkeypatch.setattr(import_module("pilotage.engines.marks.watch"), "MOST_EACH", 1)
    mark(seller)
    row = register(seller, "id,mark\n1,VELTORA\n2,VELTORRA\n,VELTORE\n")
    runs = [done(actions.start_watch(by=seller, at=NOW, register=row.ref)).result for _ in range(4)]
    assert [one["new"] for one in runs] == [1, 1, 1, 0]


@pytest.mark.parametrize(("filed_on", "told"), [("2026-10-02", 1), ("2026-10-03", 0)])
def test_what_was_filed_before_the_mark_is_no_new_filing(seller, filed_on, told):
    mark(seller, owner="Nordlicht GmbH", filed_on=date.fromisoformat(filed_on))
    found = done(actions.start_watch(by=seller, at=NOW, register=register(seller).ref))
    assert found.result["new"] == told


def test_a_day_is_told_however_it_is_written_and_hides_nothing_where_it_cannot_be(seller):
    mark(seller, filed_on=date(2026, 10, 3))
    row = register(
        seller,
        "id,mark,office,filed,published\n1,VELTORRA,EUIPO,2026/10/2,\n2,VELTORE,EUIPO,2026年10月4日,2026/11/2\n"
        "3,VELTORAA,EUIPO,01.05.2024,\n",
    )
    assert (row.facts["first"], row.facts["last"]) == ("2026-10-02", "2026-10-04")
    done(actions.start_watch(by=seller, at=NOW, register=row.ref))
    told = {alert.filed["mark"]: alert for alert in Alert.objects.all()}
    assert {name: one.filed["filed"] for name, one in told.items()} == {
        "VELTORE": "2026-10-04", "VELTORAA": "01.05.2024",
    }  # fmt: skip
    assert opposition(told["VELTORE"])["due"] == "2027-02-02"
    assert opposition(told["VELTORAA"]) is None


def test_own_filings_in_every_class_take_no_place_from_who_comes_near(seller):
    mark(seller, owner="Nordlicht GmbH")
    own = "".join(f"{n},VELTORA,{n},EUIPO,registered,2026-10-0{n % 9 + 1},NORDLICHT GMBH,\n" for n in range(1, 46))  # fmt: skip
    row = register(seller, HEAD + own + "99,VELTORRA,9,EUIPO,pending,2026-10-02,Another Ltd,\n")
    done(actions.start_watch(by=seller, at=NOW, register=row.ref))
    assert [alert.filed["mark"] for alert in Alert.objects.all()] == ["VELTORRA"]


def test_an_own_number_is_no_alert_and_nothing_is_watched_without_marks(seller):
    row = register(seller)
    with pytest.raises(Invalid, match="NO_MARKS"):
        actions.start_watch(by=seller, at=NOW, register=row.ref)
    mark(seller, registration_number="01890 0001", application_number="018900002")
    assert done(actions.start_watch(by=seller, at=NOW, register=row.ref)).result["new"] == 0


@pytest.fixture
def alert(seller) -> Alert:
    mark(seller, owner="Nordlicht GmbH")
    done(actions.start_watch(by=seller, at=NOW, register=register(seller).ref))
    return Alert.objects.get()


def test_a_dismissed_alert_stays_dismissed_and_can_be_taken_up_again(seller, alert):
    with pytest.raises(Invalid, match="NO_REASON"):
        actions.dismiss(by=seller, at=NOW, ref=alert.ref, why=" ")
    actions.dismiss(by=seller, at=NOW, ref=alert.ref, why="商品不同")
    done(actions.start_watch(by=seller, at=NOW, register=alert.register.ref))
    assert Alert.objects.get().state == "dismissed"
    assert actions.reopen(by=seller, at=NOW, ref=alert.ref).state == "open"


def test_a_mark_taken_out_asks_for_no_decision_any_more(seller, alert):
    assert list(queries.undecided(seller)) == [alert]
    actions.retire(by=seller, at=NOW, ref=alert.mark.ref)
    assert not queries.undecided(seller) and not queries.alerts(seller)


def test_the_last_reading_of_every_register_is_asked_for_at_once(seller, django_assert_num_queries):
    rows = [register(seller), register(seller, "mark\nX\n")]
    with django_assert_num_queries(1):
        found = queries.readings(seller, rows)
    assert {pk: one.state for pk, one in found.items()} == {row.pk: "done" for row in rows}


def test_only_who_acts_for_the_firm_decides(alert):
    clerk = making.member(alert.organisation, "clerk", role=Role.MEMBER)
    assert queries.alert(clerk, alert.ref) == alert
    with pytest.raises(NotAllowed):
        actions.dismiss(by=clerk, at=NOW, ref=alert.ref, why="x")


def test_a_case_carries_the_file_and_the_deadline_and_is_opened_once():
    owner = making.seller()
    contract = engaged(certified(), owner, [DE]).ref
    mark(owner, owner="Nordlicht GmbH")
    done(actions.start_watch(by=owner, at=NOW, register=register(owner).ref))
    alert = Alert.objects.get()
    made = actions.open_case(by=owner, at=NOW, ref=alert.ref, contract=contract)
    said = CaseEvent.objects.get(case__ref=made.case).text
    assert (
        "VELTORRA PRO" in said and "Another Ltd" in said and alert.register.document.sha256 in said
    )
    assert "2027-02-02" in said  # published 2 November + 3 months
    with pytest.raises(WrongState, match="ALERT_WRONG_STATE"):
        actions.open_case(by=owner, at=NOW, ref=alert.ref, contract=contract)


def test_the_table_knows_every_state_and_nothing_leaves_a_case():
    assert {state for state, *_ in TABLE} == set(AlertState) - {AlertState.CASE}
    assert {step.to for step in TABLE.values()} == set(AlertState)


def test_progress_never_goes_back_and_ends_below_the_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("pilotage.engines.marks.register._TOLD_EVERY", 10)
    path = tmp_path / "r.csv"
    path.write_text("mark\n" + "".join(f"M{n}X\n" for n in range(25)))
    told: list[tuple[int, int]] = []
    brand_child.screen(
        register={"path": str(path), "name": "r.csv"}, name="M1X", classes="",
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(0, 28), (10, 28), (20, 28)]


def test_the_index_of_a_register_is_kept_when_it_is_read_and_goes_with_its_file(
    seller, monkeypatch
):
    row = register(seller)
    index = ports.files().beside(row.document.sha256, "marks")
    whole = index.read_bytes()
    mark(seller, owner="Nordlicht GmbH")

    def asked() -> dict:
        return done(actions.screen(by=seller, at=NOW, register=row.ref, name="VELTORA", classes="9")).result  # fmt: skip

    index.unlink()
    anew = asked()
    assert index.read_bytes() == whole, "kept at first use where it is gone"
    index.chmod(0o600)
    index.write_bytes(whole[:-1])
    assert asked() == anew and index.read_bytes() == whole, "never trusted where it is damaged"
    monkeypatch.setattr(brand_child, "Register", None)  # from here on nothing is built
    assert asked() == anew and anew["hits"]
    assert done(actions.start_watch(by=seller, at=NOW, register=row.ref)).result["new"] == 1
    ports.files().forget(row.document.sha256)
    assert not index.exists()
