"""The same row in two files counts once; twice in one file counts twice."""

from pathlib import Path

from tests.engines.mill.hostile import line, report

from pilotage.engines import mill

A, B, C = (line(ACTIVITY_TRANSACTION_ID=name) for name in "ABC")
B_SPELT = line(ACTIVITY_TRANSACTION_ID="B", TRANSACTION_COMPLETE_DATE="2026-01-18", QTY="1.0")
B_DEARER = line(ACTIVITY_TRANSACTION_ID="B", TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL="12")


def found(tmp_path: Path, *files: str) -> list[tuple[int, int]]:
    readings = []
    for number, text in enumerate(files):
        path = tmp_path / f"{number}.csv"
        path.write_text(text)
        readings.append(mill.read(path, tmp_path / str(number)))
    with mill.connect() as connection:
        return connection.execute(mill.duplicates_sql(readings)).fetchall()


def test_duplicates(tmp_path: Path) -> None:
    assert found(tmp_path, report(A, A, B), report(B_SPELT, C, B_DEARER), report(A, C)) == [
        (2, 1),
        (3, 1),
        (3, 2),
    ]


def test_one_file_has_none(tmp_path: Path) -> None:
    assert found(tmp_path, report(A, A)) == []
