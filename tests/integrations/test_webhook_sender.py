"""A stranger's address is reached only where it was checked, for so long and no further."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler

import pytest
from tests.integrations.receiving import receiving

from pilotage.integrations.webhooks.public import is_public
from pilotage.integrations.webhooks.sender import Sender, resolved
from pilotage.kernel.errors import Invalid, SourceDown

PUBLIC = ["8.8.8.8", "203.119.25.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"]
NOT_PUBLIC = [
    "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.88.99.1", "198.18.0.1", "168.63.129.16", "203.0.113.7",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:1::1", "2001:db8::1", "3fff::1", "5f00::1",
    "2606:4700::1%1", "", "localhost", "0x7f.1", "2130706433",
]  # fmt: skip


class Answers(BaseHTTPRequestHandler):
    status = 204
    hold: threading.Event | None = None

    def do_POST(self):
        self.came.append((self.path, self.headers["Host"], self.rfile.read(int(self.headers["Content-Length"]))))  # fmt: skip
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        if self.hold:
            self.wfile.flush()
            self.hold.wait(5)


def answering(**given):
    return type("One", (Answers,), {"came": [], **given})


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address):
    assert not is_public(address)


def test_a_message_arrives_whole_under_the_hosts_own_name(tmp_path):
    one = answering()
    with receiving(one, tmp_path) as there:
        assert there.sender().post(there.address, {"X": "y"}, "正文".encode()) == 204
    [(path, host, body)] = one.came
    assert (path, host, body.decode()) == ("/in?x=1", there.address.split("/")[2], "正文")


@pytest.mark.parametrize("status", [301, 302, 307, 308, 500])
def test_a_redirect_is_an_answer_and_followed_nowhere(status, tmp_path):
    one = answering(status=status)
    with receiving(one, tmp_path) as there:
        assert there.sender().post(there.address, {}, b"{}") == status
    assert len(one.came) == 1


def test_the_name_is_asked_once_and_what_it_says_later_counts_for_nothing(tmp_path):
    """A name that answers publicly first and privately after: the second answer is never heard."""
    asked, one = [], answering()

    def turning(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with receiving(one, tmp_path) as there:
        assert there.sender(resolve=turning).post(there.address, {}, b"{}") == 204
        with pytest.raises(Invalid, match="ADDRESS_NOT_PUBLIC"):
            there.sender(resolve=turning).post(there.address, {}, b"{}")
    assert (len(asked), len(one.came)) == (2, 1)


def test_as_production_has_it_this_machine_is_out_of_reach(tmp_path):
    one = answering()
    with receiving(one, tmp_path) as there:
        port = there.address.split(":")[2].split("/")[0]
        for host in ("127.0.0.1", "[::1]", "0x7f.1"):
            with pytest.raises(Invalid, match=r"ADDRESS_NOT_PUBLIC|NAME_UNKNOWN"):
                Sender().post(f"https://{host}:{port}/", {}, b"{}")
        with pytest.raises(Invalid, match="NOT_HTTPS"):
            there.sender().post(there.address.replace("https", "http"), {}, b"{}")
    assert one.came == []


def test_a_host_out_of_reach_over_ipv6_is_reached_over_ipv4(tmp_path):
    one, found = answering(), ["::1", "127.0.0.1"]
    with receiving(one, tmp_path) as there:  # it listens at the second only
        both = there.sender(resolve=lambda host, port: found, may_reach=found.__contains__)
        assert both.post(there.address, {}, b"{}") == 204
        with pytest.raises(Invalid, match="ADDRESS_NOT_PUBLIC"):
            there.sender(resolve=lambda host, port: found).post(there.address, {}, b"{}")
    assert len(one.came) == 1


def test_one_private_address_spoils_the_name():
    two = Sender(resolve=lambda host, port: ["8.8.8.8", "169.254.169.254"])
    with pytest.raises(Invalid, match="ADDRESS_NOT_PUBLIC"):
        two.check("https://hooks.example.com/")
    with pytest.raises(Invalid, match="NAME_UNKNOWN"):
        Sender(resolve=lambda host, port: []).check("https://hooks.example.com/")


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    one = answering()
    trust = Sender.__dataclass_fields__["trust"].default
    with receiving(one, tmp_path) as there, pytest.raises(SourceDown, match="TLS_FAILED"):
        there.sender(trust=trust).post(there.address, {}, b"{}")
    assert one.came == []


def test_who_never_ends_is_cut_off(tmp_path):
    """Before its first word nobody is waited for longer than the time there is; what drips after the status is not read on."""
    silent = answering(hold=threading.Event())
    silent.send_response = lambda self, status: None
    silent.send_header = silent.end_headers = lambda *_: None
    with receiving(silent, tmp_path) as there:
        with pytest.raises(SourceDown, match="TIMED_OUT"):
            there.sender(seconds=0.3).post(there.address, {}, b"{}")
        silent.hold.set()
    dripping = answering(hold=threading.Event())
    with receiving(dripping, tmp_path) as there:
        assert there.sender(seconds=0.3).post(there.address, {}, b"{}") == 204
        dripping.hold.set()


def test_nobody_there(tmp_path):
    with receiving(answering(), tmp_path) as there:
        pass
    with pytest.raises(SourceDown, match="NO_ANSWER"):
        there.sender().post(there.address, {}, b"{}")


def test_a_name_that_is_none_has_no_address():
    assert resolved("no-such-name.invalid", 443) == []
    assert resolved("127.0.0.1", 443) == ["127.0.0.1"]
