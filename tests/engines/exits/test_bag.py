"""Exit bags: whole ones hold, whatever is changed is named by file and line, nothing runs in a spreadsheet."""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pilotage.cli.main import main
from pilotage.engines.exits import (
    Bad,
    Bag,
    Column,
    Table,
    cell,
    check,
    read_table,
    signing,
    verifier,
)
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

ON = date(2026, 11, 25)
RECEIPT = sha256(b"%PDF-1.4 receipt").hexdigest()
ROWS = [
    {"ref": f"fil_{n}", "note": note, "amount": {"amount": "80.00", "currency": "EUR"}, "lines": n}
    for n, note in enumerate(["已申报", "=1+1", None, "a\nb", "-5", '"q"', "尾"])
]


def filings(rows=ROWS, counted=None):
    names = ("ref", "note", "amount", "lines")
    columns = tuple(Column(name, Text(f"列 {name}", f"column {name}")) for name in names)
    says = Text("申报", "Filings")
    return Table("filings", says, columns, rows, len(ROWS) if counted is None else counted)


def whole(folder: Path, on: date = ON) -> tuple[Path, str]:
    bag = Bag(folder, "seller:ORG1")
    bag.add_table(filings())
    bag.add_table(
        Table("grants", Text("授权", "Grants"), (Column("ref", Text("编号", "Ref")),), [], 0)
    )
    bag.add_file(RECEIPT, [b"%PDF-1.4 ", b"receipt"])
    bag.add_paper("contracts/HT-1.json", [b'{"number":"HT-1"}'])
    bag.add_paper("audit/bundle.jsonl", [on.isoformat().encode()])
    return folder, bag.close(on=on)


@pytest.fixture
def bag(tmp_path):
    return whole(tmp_path / "bag")[0]


def test_a_bag_holds_and_gives_back_what_was_put_in(tmp_path):
    folder, root = whole(tmp_path / "bag")
    assert check(folder) == (7, 10, root)
    assert list(read_table(folder, "filings")) == ROWS
    (original,) = (folder / "data" / "files").iterdir()
    assert original.read_bytes() == b"%PDF-1.4 receipt"


def test_the_same_content_has_the_same_root_on_another_day(tmp_path):
    _, first = whole(tmp_path / "one")
    _, again = whole(tmp_path / "two", on=date(2027, 1, 1))
    assert first == again


def test_rows_that_another_query_counted_and_nobody_wrote_stop_the_bag(tmp_path):
    with pytest.raises(Invalid, match="ROWS_LOST"):
        Bag(tmp_path / "bag", "seller:ORG1").add_table(filings(ROWS[:-1]))


def test_a_bag_is_not_written_over_another(bag):
    with pytest.raises(Invalid, match="NOT_EMPTY"):
        Bag(bag, "seller:ORG2")


def test_after_a_stop_whole_files_are_kept_and_all_else_is_written_anew(tmp_path):
    stopped = Bag(tmp_path / "bag", "seller:ORG1")
    stopped.add_table(filings())
    stopped.add_file(RECEIPT, [b"%PDF-1.4 ", b"receipt"])
    stopped.add_file(sha256(b"").hexdigest(), [])
    part = tmp_path / "bag.part"
    (part / "data/files/.waiting").write_bytes(b"half")
    assert not (tmp_path / "bag").exists()
    again = Bag(tmp_path / "bag", "seller:ORG1")
    again.add_table(filings())
    again.add_file(RECEIPT, _unread())
    again.close(on=ON)
    assert [p.name for p in (tmp_path / "bag/data/files").iterdir()] == [RECEIPT]
    check(tmp_path / "bag")


def _unread():
    raise AssertionError("a file that is there was read again")
    yield b""


def test_a_file_that_is_not_what_its_name_says_stops_the_bag(tmp_path):
    with pytest.raises(Invalid, match="FILE_CHANGED"):
        Bag(tmp_path / "bag", "seller:ORG1").add_file(RECEIPT, [b"other"])


def _edit(path, old, new):
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


@pytest.mark.parametrize(
    ("tamper", "name", "says"),
    [
        (lambda b: _edit(b / "data/tables/filings.jsonl", b"fil_3", b"fil_x"), "data/tables/filings.jsonl", "line 4 was changed"),
        (lambda b: _edit(b / "data/tables/filings.jsonl", "尾".encode(), b"-"), "data/tables/filings.jsonl", "line 7 was changed"),
        (lambda b: (b / "data/tables/filings.jsonl").write_bytes(b""), "data/tables/filings.jsonl", "line 1 and what follows"),
        (lambda b: (b / "data/tables/grants.jsonl").write_bytes(b"{}\n"), "data/tables/grants.jsonl", "line 1 was changed"),
        (lambda b: _edit(b / "data/contracts/HT-1.json", b"HT-1", b"HT-2"), "data/contracts/HT-1.json", "was changed"),
        (lambda b: (b / "data/contracts/HT-1.json").unlink(), "data/contracts/HT-1.json", "missing"),
        (lambda b: (b / "data/extra.txt").write_bytes(b""), "data/extra.txt", "does not list"),
        (lambda b: (b / "note.txt").write_bytes(b""), "note.txt", "does not list"),
        (lambda b: _edit(b / "bag-info.txt", b"ORG1", b"ORG2"), "bag-info.txt", "was changed"),
        (lambda b: _edit(b / "lines/filings.txt", b"a", b"b"), "lines/filings.txt", "was changed"),
        (lambda b: (b / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\n"), "bagit.txt", "not a BagIt"),
        (lambda b: (b / "manifest-sha256.txt").unlink(), "manifest-sha256.txt", "missing"),
        (lambda b: (b / "tagmanifest-sha256.txt").write_bytes(b"x"), "tagmanifest-sha256.txt", "cannot be read"),
        (lambda b: (b / "tagmanifest-sha256.txt").write_bytes(b"\xff"), "tagmanifest-sha256.txt", "not UTF-8"),
        (lambda b: (b / "tagmanifest-sha256.txt").write_bytes(b"0" * 64 + b"  ../../etc/passwd\n"), "tagmanifest-sha256.txt", "leads outside"),
        (lambda b: (b / "data/link").symlink_to("/etc/passwd"), "data/link", "no links"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_and_line(bag, tamper, name, says):
    tamper(bag)
    with pytest.raises(Bad) as caught:
        check(bag)
    assert (caught.value.name, says in caught.value.en) == (name, True), caught.value


def _resealed(bag):
    """Manifests and tag manifest made good again, as somebody with an editor could."""
    for manifest, under in ((verifier.PAYLOAD, "data/"), (verifier.TAGS, "")):
        names = sorted(p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file())
        kept = [n for n in names if (n.startswith("data/") == bool(under)) and n != verifier.TAGS]
        lines = [f"{verifier.digest(bag / n)}  {n}\n" for n in kept]
        (bag / manifest).write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("tamper", "name", "says"),
    [
        (lambda b: _edit(b / "data/tables/filings.jsonl", b"fil_3", b"fil_x"), "bag-info.txt", "Pilotage-Root"),
        (lambda b: _edit(b / "data/audit/bundle.jsonl", b"2026", b"20260"), "bag-info.txt", "Payload-Oxum"),
        (lambda b: (b / "data/tables/grants.jsonl").write_bytes(b"{}\n"), "data/tables/grants.jsonl", "counted were 0"),
        (lambda b: (b / "data/tables/grants.jsonl").unlink(), "data/COUNTS.json", "grants"),
        (lambda b: (b / "data/COUNTS.json").write_bytes(b"[]"), "data/COUNTS.json", "no counts"),
        (lambda b: (b / "data/COUNTS.json").write_bytes(b'{"filings": "7"}'), "data/COUNTS.json", "no counts"),
        (lambda b: (b / "data/COUNTS.json").write_bytes(b"{"), "data/COUNTS.json", "no counts"),
        (lambda b: (b / "bag-info.txt").write_bytes(b"nothing"), "bag-info.txt", "Payload-Oxum"),
    ],
)  # fmt: skip
def test_manifests_made_good_again_do_not_hide_it(bag, tamper, name, says):
    tamper(bag)
    _resealed(bag)
    with pytest.raises(Bad) as caught:
        check(bag)
    assert (caught.value.name, says in caught.value.en) == (name, True), caught.value


def test_two_hundred_single_bits_are_all_noticed_in_the_file_they_are_in(bag):
    dice = random.Random(1)
    files = sorted(p for p in bag.rglob("*") if p.is_file() and p.stat().st_size)
    # A changed manifest accuses the file it lists, or itself.
    manifests = {verifier.PAYLOAD, verifier.TAGS}
    for _ in range(200):
        path = dice.choice(files)
        content = path.read_bytes()
        changed = bytearray(content)
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(Bad) as caught:
            check(bag)
        named = path.relative_to(bag).as_posix()
        assert caught.value.name == named or named in manifests
        path.write_bytes(content)
    assert check(bag)[0] == 7


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("@sum", "'@sum"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("\u3000＝1", "'\u3000＝1"),
        ("\ufeff-1", "'\ufeff-1"),
        ("-5", "'-5"),
        (-5, "-5"),
        (None, ""),
        (True, "true"),
        ("税", "税"),
        (["=a"], '["=a"]'),
    ],
)
def test_no_cell_of_the_twin_is_a_formula(value, written):
    assert cell(value) == written


def test_the_twin_opens_as_utf_8_with_its_heading(bag):
    with (bag / "data/tables/filings.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["ref", "note", "amount", "lines"]
    assert [row[1] for row in rows] == ["已申报", "'=1+1", "", "a\nb", "'-5", '"q"', "尾"]


def test_the_verifier_in_the_bag_needs_nothing_but_python(bag):
    command = [sys.executable, "-I", "-S", str(bag / "data/verify_bag.py"), str(bag)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:18]) == (0, "ok: 7 rows, 10 fil")


def test_the_command(bag, tmp_path, capsys):
    assert main(["exit", "verify", str(bag)]) == 0
    assert capsys.readouterr().out.startswith("ok: 7 rows, 10 files, root ")
    shutil.rmtree(bag / "data/files")
    assert main(["exit", "verify", str(bag)]) == 1
    assert capsys.readouterr().out.startswith("bad: data/files/")
    assert main(["exit", "verify", str(tmp_path / "none")]) == 2


KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw().hex()


def signed(folder: Path) -> Path:
    bag = Bag(folder, "seller:ORG1")
    bag.add_table(filings())
    bag.close(on=ON, sign=signing("platform-1", KEY))
    return folder


def reseal(bag: Path, **change) -> None:
    """Rewrite the signature and the manifest over it, as a forger would."""
    path = bag / verifier.SEAL
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    retag(bag)


def retag(bag: Path) -> None:
    names = sorted(p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file())
    tags = [n for n in names if not n.startswith("data/") and n != verifier.TAGS]
    lines = [f"{verifier.digest(bag / n)}  {n}\n" for n in tags]
    (bag / verifier.TAGS).write_text("".join(lines))


def test_a_signed_bag_says_whose_it_is(tmp_path, capsys):
    bag = signed(tmp_path / "bag")
    assert main(["exit", "verify", str(bag), "--key", PUBLIC]) == 0
    assert capsys.readouterr().out.endswith(f"signed by platform-1 {PUBLIC}\n")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"signature": "00" * 64}, "does not hold"),
        ({"signature": "zz"}, "does not hold"),
        ({"public": "00" * 32}, "does not hold"),
        ({"statement": {"owner": "seller:ORG2", "root": "0" * 64}}, "signs another bag"),
        ({"statement": []}, "cannot be read"),
        ({"key": None}, "cannot be read"),
    ],
)
def test_a_forged_signature_is_named(tmp_path, capsys, change, says):
    bag = signed(tmp_path / "bag")
    reseal(bag, **change)
    assert main(["exit", "verify", str(bag)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("bad: signature.json") and says in said


def test_with_the_published_key_neither_another_key_nor_no_signature_passes(tmp_path, capsys):
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32).public_key().public_bytes_raw().hex()
    bag = signed(tmp_path / "bag")
    assert main(["exit", "verify", str(bag), "--key", other]) == 1
    (bag / verifier.SEAL).unlink()
    retag(bag)
    assert main(["exit", "verify", str(bag)]) == 0
    assert capsys.readouterr().out.endswith("unsigned\n")
    assert main(["exit", "verify", str(bag), "--key", PUBLIC]) == 1
