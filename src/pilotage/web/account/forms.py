"""What a person types about themselves and their organisation."""

from __future__ import annotations

from django import forms

from pilotage.kernel.text import Text
from pilotage.platform.parties.models import Kind, Role
from pilotage.web.speech import say

KINDS = (
    (Kind.SELLER, Text("卖家：在亚马逊上销售", "Seller: we sell on Amazon")),
    (Kind.PARTNER, Text("服务商：为卖家提供服务", "Partner: we serve sellers")),
)
ROLES = (
    (Role.MEMBER, Text("成员：查看与准备", "Member: looks and prepares")),
    (Role.MANAGER, Text("经办：可发出与答复请求", "Manager: sends and answers requests")),
    (Role.OWNER, Text("负责人：还可管理成员", "Owner: also manages members")),
)


def _spoken(choices: tuple[tuple[str, Text], ...]) -> list[tuple[str, str]]:
    return [(value, say(text)) for value, text in choices]


class OrganisationForm(forms.Form):
    """A seller or a partner; programmes are founded from the command line only."""

    kind = forms.ChoiceField(
        choices=lambda: _spoken(KINDS), widget=forms.RadioSelect, initial=Kind.SELLER
    )
    name_zh = forms.CharField(max_length=120)
    name_en = forms.CharField(max_length=160, required=False)
    city = forms.CharField(max_length=60, required=False)


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField()
    role = forms.ChoiceField(choices=lambda: _spoken(ROLES))


class KeyForm(forms.Form):
    """What a key is for, in the words of whoever makes it."""

    label = forms.CharField(max_length=60)


class PersonForm(forms.Form):
    """How colleagues and the audit name a person."""

    name = forms.CharField(max_length=80)
