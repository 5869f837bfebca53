"""Addresses that are told: add, secret shown once, off and on, delete, try, send again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.webhooks import actions, addresses, queries
from pilotage.platform.webhooks.kinds import SUBJECTS, TEST, offered, subject_of
from pilotage.platform.webhooks.models import Delivery, Hook, State
from pilotage.web.shell.door import check_still_you, signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

LAST = 8
_STATES = {
    State.WAITING: (Text("等待发送", "waiting"), "wait"),
    State.DELIVERED: (Text("已送达", "delivered"), "good"),
    State.FAILED: (Text("未送达", "not delivered"), "bad"),
}
_WHY = {
    "TIMED_OUT": Text("十秒内没有答复", "no answer within ten seconds"),
    "TLS_FAILED": Text("证书或加密连接有问题", "certificate or encryption failed"),
    "NO_ANSWER": Text("连接不上", "no connection"),
    "NAME_UNKNOWN": Text("找不到域名", "name not found"),
    "ADDRESS_NOT_PUBLIC": Text("域名指向内部网络", "name leads to a private network"),
    "SWITCHED_OFF": Text("地址已停用，未发送", "not sent: address was off"),
    "SECRET_GONE": Text("签名密钥不在", "no signing secret here"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery as the page has it."""

    one: Delivery
    hook: Shown

    @property
    def state(self) -> Text:
        return _STATES[State(self.one.state)][0]

    @property
    def tone(self) -> str:
        return _STATES[State(self.one.state)][1]

    @property
    def is_test(self) -> bool:
        return self.one.kind == TEST

    @property
    def subject(self) -> Text:
        return SUBJECTS[subject_of(self.one.kind)].says

    @property
    def answer(self) -> Text | str:
        """The status answered, or why there was none."""
        if self.one.status is not None:
            return f"HTTP {self.one.status}"
        return _WHY.get(self.one.error, self.one.error) if self.one.error else ""

    @property
    def is_waiting(self) -> bool:
        return self.one.state == State.WAITING and self.hook.is_on

    @property
    def may_go_again(self) -> bool:
        return self.hook.may_send and self.one.state != State.WAITING


@dataclass(frozen=True, slots=True)
class Shown:
    """An address as the page has it."""

    one: Hook
    at: datetime

    @property
    def has_old(self) -> bool:
        """Whether the secret before signs too."""
        return self.one.has_old(self.at)

    @property
    def is_held(self) -> bool:
        return bool(getattr(self.one, "is_held", False))

    @property
    def is_on(self) -> bool:
        return self.one.off_at is None

    @property
    def may_send(self) -> bool:
        """A test event, or one again."""
        return self.is_on and self.is_held

    @property
    def gave_up(self) -> bool:
        """Switched off by the product, not by the owner."""
        return self.one.off_by.startswith("product:")

    @property
    def state(self) -> Text:
        if self.gave_up:
            return Text("已自动停用：连续未送达", "switched off: nothing arrived")
        if not self.is_on:
            return Text("已停用", "off")
        if not self.is_held:
            return Text("密钥不在此处，请更换", "no secret here: rotate it")
        failing = Text("有未送达的", "some did not arrive")
        return failing if self.one.failures else Text("启用中", "on")

    @property
    def tone(self) -> str:
        if not self.is_on:
            return "bad" if self.gave_up else "off"
        return "late" if self.one.failures or not self.is_held else "good"

    @property
    def subjects(self) -> list[Text]:
        return [SUBJECTS[name].says for name in self.one.kinds if name in SUBJECTS]

    @property
    def sent(self) -> list[Sent]:
        return [Sent(one, self) for one in getattr(self.one, "newest", [])]


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The organisation's addresses with what was sent lately."""
    return _page(request)


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """The secret is in this answer and nowhere else."""
    who, given = viewer(request), request.POST
    check_may(who, queries.VERB)
    check_still_you(request)
    kinds, address = given.getlist("kinds"), given.get("address", "")
    try:
        row, secret = actions.add(by=who, at=who.at, address=address, kinds=kinds)
    except Invalid as error:
        return _page(request, typed=address, chosen=kinds, error=error, status=422)
    return _page(request, fresh=row, secret=secret)


@require_POST
@signed_in
def rotate(request: HttpRequest, ref: str) -> HttpResponse:
    """The new secret is in this answer and nowhere else."""
    who = viewer(request)
    queries.hook(who, ref)
    check_still_you(request)
    row, secret = actions.rotate(by=who, at=who.at, ref=ref)
    return _page(request, fresh=row, secret=secret)


@require_POST
@signed_in
def end_old_secret(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.end_old_secret(by=who, at=who.at, ref=ref)
    return _back(request, Text("旧密钥已销毁，不再签名。", "The old secret is gone and signs no more."))  # fmt: skip


@require_POST
@signed_in
def off(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.switch_off(by=who, at=who.at, ref=ref)
    return _back(request, Text("已停用，等待中的不再发送。", "Switched off; what waited is not sent."))  # fmt: skip


@require_POST
@signed_in
def on(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.switch_on(by=who, at=who.at, ref=ref)
    return _back(request, Text("已启用。", "Switched on."))


@require_POST
@signed_in
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.delete(by=who, at=who.at, ref=ref)
    return _back(request, Text("已删除。", "Deleted."))


@require_POST
@signed_in
def test(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.test(by=who, at=who.at, ref=ref)
    return _back(request, Text("测试事件几秒内发出，刷新本页看结果。", "The test event leaves within seconds; reload to see how it went."))  # fmt: skip


@require_POST
@signed_in
def again(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.send_again(by=who, at=who.at, ref=ref)
    return _back(request, Text("已排队，再次发送。", "Queued to be sent again."))


def _back(request: HttpRequest, says: Text) -> HttpResponse:
    messages.success(request, say(says))
    return redirect("webhooks:list")


def _page(
    request: HttpRequest,
    *,
    fresh: Hook | None = None,
    secret: str = "",
    typed: str = "",
    chosen: list[str] | None = None,
    error: Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    who = viewer(request)
    context = {
        "shown": [Shown(one, who.at) for one in queries.hooks(who, LAST)],
        "subjects": offered(who.kind),
        "most": actions.MOST,
        "longest": addresses.LONGEST,
        "days": actions.KEPT.days,
        "overlap": actions.OVERLAP // timedelta(hours=1),
        "fresh": fresh,
        "secret": secret,
        "typed": typed,
        "chosen": chosen or [],
        "error": error,
    }
    answer = render(request, "webhooks/list.html", context, status=status)
    if secret:
        answer.headers["Cache-Control"] = "no-store"
    return answer
