"""TMX in and out: what was read is what is written is what is read; hostile and broken files refused with their place."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pilotage.engines.memory import Account, Unit, language, read, write
from pilotage.kernel.errors import Invalid

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header srclang="en-US" creationtool="Tool"/><body>\n'
TAIL = "</body></tmx>"


def units(content: str | bytes, account: Account | None = None) -> list[Unit]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read(io.BytesIO(raw), "a.tmx", account or Account()))


def tu(*variants: tuple[str, str], more: str = "") -> str:
    said = "".join(f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in variants)
    return f"<tu {more}>{said}</tu>\n"


def test_a_file_of_another_tool():
    account = Account()
    body = tu(("DE_de", "Wasser<hi>kocher</hi> <bpt i='1'>&lt;b></bpt>neu<ept i='1'>&lt;/b></ept>"), ("en-us", "Kettle"), ("fr", "Bouilloire"), more='creationdate="20260102T030405Z" changedate="gestern" creationid="Li"')  # fmt: skip
    found = units(HEAD + body + TAIL, account)
    created = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found == [
        Unit("en-US", "de-DE", "Kettle", "Wasserkocher neu", "Li", created, None),
        Unit("en-US", "fr", "Kettle", "Bouilloire", "Li", created, None),
    ]
    assert (account.read, account.rejected, account.coded) == (2, 0, 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (tu(("de", "a"), ("fr", "b")), "NO_SOURCE"), (tu(("en-US", "a")), "NO_TARGET"), ("<tu/>", "NO_SOURCE"),
        (tu(("en-US", "a"), ("", "b")), "BAD_LANGUAGE"), (tu(("en-US", "a"), ("deutsch!", "b")), "BAD_LANGUAGE"),
        (tu(("en-US", " "), ("de", "b")), "EMPTY"), (tu(("en-US", "a"), ("de", "b" * 4001)), "TOO_LONG"),
        (tu(("en-US", "<ph>x</ph>"), ("de", "b")), "EMPTY"), (tu(*[("en-US", "a")] * 101), "TOO_MANY"),
    ],
)  # fmt: skip
def test_what_is_no_unit_is_counted_with_its_line(body, reason):
    account = Account()
    good = tu(("en-US", "a"), ("de", "b" * 4000))
    assert len(units(HEAD + good + body + TAIL, account)) == 1
    assert [(one.line, one.reason) for one in account.rejects] == [(5, reason)]


@pytest.mark.parametrize(
    ("content", "code", "facts"),
    [
        (b"", "NOT_TMX", {}), (b"\0\1", "NOT_TMX", {}), (b"PK\3\4", "NOT_TMX", {}), (b"<html/>", "NOT_TMX", {}), (b"a,b", "NOT_TMX", {}),
        ('<!DOCTYPE tmx [\n<!ENTITY a "b">]><tmx/>', "TMX_ENTITIES", {"line": 2}),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', "TMX_ENTITIES", {"line": 1}),
        (HEAD + "<tu>", "TMX_BROKEN", {"line": 4, "column": 5}), (HEAD + "\n\n  </tu>" + TAIL, "TMX_BROKEN", {"line": 6, "column": 5}),
        (HEAD.encode() + b"\xff" + TAIL.encode(), "TMX_BROKEN", {"line": 4}), (HEAD + "&a;" + TAIL, "TMX_ENTITIES", {"line": 4}),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_its_place(content, code, facts):
    with pytest.raises(Invalid) as refused:
        units(content)
    assert refused.value.code == code
    assert facts.items() <= refused.value.facts.items()


def test_other_encodings_are_read():
    content = HEAD.replace('"1.0"', '"1.0" encoding="UTF-16"') + tu(("en-US", "a"), ("zh", "水壶")) + TAIL  # fmt: skip
    assert units(content.encode("utf-16"))[0].target == "水壶"


def test_a_long_file_is_read_in_pieces():
    body = tu(("en-US", "a" * 500), ("de", "b" * 500)).encode()

    class Endless(io.RawIOBase):
        left = 2000

        def read(self, size: int = -1) -> bytes:
            self.left -= 50
            return (HEAD.encode() if self.left == 1950 else b"") + body * 50 if self.left >= 0 else (TAIL.encode() if self.left == -50 else b"")  # fmt: skip

    tracemalloc.start()
    assert sum(1 for _ in read(Endless(), "a", Account())) == 2000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def xml_sign(sign: str) -> bool:
    return sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff")


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]).filter(xml_sign), min_size=1, max_size=30).filter(str.strip)  # fmt: skip
CODES = st.sampled_from(["de", "zh-CN", "en-US", "zh-Hans-CN", "fil"])
TIMES = st.none() | st.datetimes(datetime(1000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))  # fmt: skip
UNITS = st.builds(Unit, CODES, CODES, TEXTS, TEXTS, TEXTS | st.just(""), TIMES, TIMES)


@settings(max_examples=50, deadline=None)
@given(st.lists(UNITS, max_size=3))
@example([Unit("de", "de", "a\r\nb\rc\t ", "]]>&<\"'", "x\r")])
def test_out_and_in_is_the_same(made):
    account = Account()
    assert units(b"".join(write(made, "1")), account) == made
    assert (account.read, account.rejected) == (len(made), 0)


@given(st.binary(max_size=200), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_is_read_or_refused(noise, at):
    whole = (HEAD + tu(("en-US", "a"), ("de", "b")) + TAIL).encode()
    try:
        units(whole[:at] + noise + whole[at:])
    except Invalid as refused:
        assert refused.says.zh and refused.next_step


@given(st.text(max_size=14))
def test_a_language_is_written_one_way(text):
    assert language(language(text)) == language(text)
