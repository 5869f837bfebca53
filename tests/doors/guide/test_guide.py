"""The guide speaks of screens that are there, in their own words, to each kind of reader."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from pilotage.web.guide.topics import KINDS, topics
from pilotage.web.shell.menu import ENTRIES

WEB = Path("src/pilotage/web")
EVERY = [one for kind in KINDS for one in topics(kind).values()]
_SAID = re.compile(r'\{%\s*t\s+(?:"([^"]*)"\s+"([^"]*)"|\'([^\']*)\'\s+\'([^\']*)\')')
_PARAMETER = re.compile(r'(?:title|text|label|button|says)_(zh|en)="([^"]*)"')
_TEXT = re.compile(r'Text\(\s*"([^"]*)",\s*"([^"]*)"')


@cache
def labels() -> tuple[frozenset[str], frozenset[str]]:
    """Everything the screens say, Chinese and English."""
    zh, en = {one.says.zh for one in ENTRIES}, {one.says.en for one in ENTRIES}
    for file in WEB.rglob("*"):
        if file.suffix not in (".html", ".py") or "guide" in file.parts:
            continue
        said = file.read_text("utf-8")
        for pattern in (_SAID, _TEXT):
            for found in pattern.findall(said):
                words = [one for one in found if one]
                zh.update(words[:1])
                en.update(words[1:])
        for language, words in _PARAMETER.findall(said):
            (zh if language == "zh" else en).add(words)
    return frozenset(zh), frozenset(en)


def ids(one):
    return f"{one.kind}-{one.key}"


@pytest.mark.parametrize("topic", EVERY, ids=ids)
def test_every_label_it_quotes_stands_on_a_screen(topic):
    zh, en = labels()
    texts = [one for one in (*topic.steps, topic.limits) if one]
    quoted_zh = {q for one in texts for q in re.findall("「([^」]*)」", one.zh)}
    quoted_en = {q for one in texts for q in re.findall("“([^”]*)”", one.en)}
    assert quoted_zh - zh == set()
    assert quoted_en - en == set()


def test_a_label_that_is_nowhere_is_found_out():
    zh, en = labels()
    assert "申报核对" in zh and "Filings checked" in en
    assert "并不存在的按钮" not in zh


@pytest.mark.parametrize("topic", EVERY, ids=ids)
def test_it_leads_where_its_readers_may_go(topic):
    reverse(topic.page)
    seen_by = {kind for entry in ENTRIES if entry.name == topic.page for kind in entry.seen_by}
    assert not seen_by or topic.kind in seen_by


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_menu_is_in_the_guide(kind):
    explained = {one.page for one in topics(kind).values()}
    quoted = "".join(step.zh for one in topics(kind).values() for step in one.steps)
    lines = [
        one for one in ENTRIES if kind in one.seen_by and one.name not in ("home", "guide:list")
    ]
    missing = [
        one.name
        for one in lines
        if one.name not in explained and f"「{one.says.zh}」" not in quoted
    ]
    assert missing == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_read_it_in_both_languages(kind):
    reader = Client()
    for language, word in (("zh-hans", "使用指南"), ("en", "Guide")):
        reader.cookies["pilotage_language"] = language
        listed = reader.get("/guide/", {"for": kind}).content.decode()
        assert word in listed
        for one in topics(kind).values():
            assert f"/guide/{kind}/{one.key}/" in listed
        first = next(iter(topics(kind)))
        assert reader.get(f"/guide/{kind}/{first}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/guide/seller/none/", "/guide/none/tax/", "/guide/%00/x/"])
def test_a_page_that_is_not_there_says_so(address):
    answer = Client().get(address)
    assert answer.status_code == 404
    assert "指南里没有这一篇" in answer.content.decode()
