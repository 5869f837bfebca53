"""Well-formed, confirmed and not confirmed are three things; an outage is retried, waiting longer, never a verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.directory import making

from pilotage.kernel.errors import Invalid, SourceDown
from pilotage.kernel.text import Text
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.registers import Answer

pytestmark = pytest.mark.django_db
NOW = making.NOW


def down(_: str) -> Answer:
    raise SourceDown("VIES_DOWN", Text("没有答复", "no answer"))


def check(at, register) -> int:
    registers = {"vies": register, "hmrc": register}
    return actions.check_numbers(by=making.product(at), at=at, registers=registers)


def test_a_confirmed_number_keeps_day_and_consultation_number():
    seller = making.seller()
    actions.ask_number(by=seller, at=NOW, number="de 136 695 976")
    assert check(NOW, lambda _: Answer(True, "", "WAPI1")) == 1
    one = queries.number_checks(seller).get()
    assert (one.number, one.outcome, one.consultation) == ("DE136695976", "confirmed", "WAPI1")
    assert one.answered_at == NOW


def test_an_outage_is_not_an_answer_and_waits_longer_each_time():
    seller, at, waits = making.seller(), NOW, []
    actions.ask_number(by=seller, at=at, number="DE136695976")
    for _ in range(20):
        check(at, down)
        one = queries.number_checks(seller).get()
        assert (one.outcome, one.answered_at, one.why_en) == ("unconfirmed", None, "no answer")
        if one.next_try is None:
            break
        waits.append(one.next_try - at)
        at = one.next_try
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=4)
    assert one.tries == 8


def test_after_an_outage_the_answer_settles_it():
    seller = making.seller()
    actions.ask_number(by=seller, at=NOW, number="GB980780684")
    check(NOW, down)
    assert check(NOW + timedelta(minutes=1), lambda _: Answer(False)) == 0
    assert check(NOW + timedelta(hours=1), lambda _: Answer(False)) == 1
    one = queries.number_checks(seller).get()
    assert (one.outcome, one.register, one.why_zh) == ("refused", "hmrc", "")


@pytest.mark.parametrize("number", ["", "DE1", "DE136695977", "136695976", "ZZ123"])
def test_a_malformed_number_is_not_put_to_any_register(number):
    with pytest.raises(Invalid):
        actions.ask_number(by=making.seller(), at=NOW, number=number)
