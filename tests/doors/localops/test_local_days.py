"""The local calendar on its page, as iCalendar, over the API and on the command line: the seller's own sites, unverified told."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.cli.main import main
from pilotage.platform.localops.models import ReturnSpot


def unfolded(content: bytes) -> str:
    return content.replace(b"\r\n ", b"").decode().replace("\r\n", "\n")


@pytest.mark.django_db
def test_own_sites_or_the_one_chosen():
    seller = making.seller()
    client = browser(seller)
    assert "还不知道您的站点" in client.get("/local/calendar/").content.decode()
    client.post("/local/after-sales/DE/", {"lines": "Hof 1", "country": "DE"})
    assert ReturnSpot.objects.count() == 1
    shown = client.get("/local/calendar/").content.decode()
    assert "Erster Weihnachtstag" in shown and "未核实" in shown
    assert "海之日" not in shown and "：全国公众假日" in shown and "public holidays of" not in shown
    assert "海之日" in client.get("/local/calendar/?site=JP").content.decode()
    assert client.get("/local/calendar/?site=XX").status_code == 422
    asked = client.get("/local/calendar.ics?site=US")
    days = unfolded(asked.content).split("BEGIN:VEVENT")[1:]
    long = next(one for one in days if "节后退货高峰" in one)
    first, end = (
        datetime.strptime(found, "%Y%m%d") for found in re.findall(r"VALUE=DATE:(\d+)", long)
    )
    assert (end - first).days == 37
    assert "STATUS:TENTATIVE" in long
    uids = re.findall("UID:(.*)", "".join(days))
    assert len(uids) == len(set(uids)) > 15


def test_the_command_prints_the_year(capsys):
    assert main(["listings", "days", "--marketplace", "DE", "--from", "2026-11-27", "--lang", "en"]) == 0  # fmt: skip
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("2026-11-27  Black Friday (unverified)")
    assert main(["listings", "days", "--marketplace", "XX"]) != 0
