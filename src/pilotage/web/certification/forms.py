"""What a firm files: evidence, companies, people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import queries
from pilotage.platform.certification.actions.evidence import LONGEST_DETAIL
from pilotage.platform.certification.models import Credential, LegalEntity, Partner, StaffMember
from pilotage.platform.certification.requirements import credential_kinds, details, kinds
from pilotage.web.directory import names
from pilotage.web.requests.forms import category_choices
from pilotage.web.speech import say

NUMBER_KINDS = {
    "uscc": Text("统一社会信用代码", "Unified social credit code"),
    "vat": Text("增值税号", "VAT number"),
    "company": Text("公司登记号", "Company register number"),
    "ein": Text("美国雇主识别号（EIN）", "US EIN"),
    "other": Text("其他编号", "Another number"),
}
_DAY = {"type": "date"}


class CredentialForm(forms.Form):
    """One piece of evidence; empty scopes mean that it is not limited to some."""

    kind = forms.ChoiceField(choices=list)
    issuer = forms.CharField(max_length=160)
    number = forms.CharField(max_length=80, required=False)
    issued_in = forms.ChoiceField(choices=list)
    valid_from = forms.DateField(required=False, widget=forms.DateInput(attrs=_DAY))
    valid_until = forms.DateField(required=False, widget=forms.DateInput(attrs=_DAY))
    categories = forms.MultipleChoiceField(
        choices=list, required=False, widget=forms.CheckboxSelectMultiple
    )
    countries = forms.MultipleChoiceField(
        choices=list, required=False, widget=forms.CheckboxSelectMultiple
    )
    legal_entity = forms.ChoiceField(choices=list, required=False)
    holder = forms.ChoiceField(choices=list, required=False)
    edition = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    accreditation = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    scope = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    authority = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    portal_account = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    capacity = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    guarantee = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    admitted_at = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    sum_insured = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    insured_for = forms.CharField(max_length=LONGEST_DETAIL, required=False)
    surveillance_due = forms.DateField(required=False, widget=forms.DateInput(attrs=_DAY))
    document = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})
    )

    def __init__(
        self, *args: Any, companies: list[LegalEntity], people: list[StaffMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._companies = {one.ref: one for one in companies}
        self._people = {one.ref: one for one in people}
        none = ("", say(Text("不指定", "None")))
        kinds = [(code, say(name)) for code, name in credential_kinds().items()]
        self._choose("kind", [("", say(Text("请选择", "Choose one"))), *kinds])
        self._choose("issued_in", place_choices())
        self._choose("categories", category_choices())
        self._choose("countries", [(c, say(names.place(c))) for c in names.site_codes()])
        self._choose("legal_entity", [none, *((ref, e.name) for ref, e in self._companies.items())])
        self._choose("holder", [none, *((ref, p.name) for ref, p in self._people.items())])

    def content(self) -> dict[str, Any]:
        """What `file_credential` takes, the document apart."""
        data = {**self.cleaned_data}
        del data["document"]
        data["details"] = {name: data.pop(name) for name in details()}
        data["legal_entity"] = self._companies.get(data["legal_entity"])
        data["holder"] = self._people.get(data["holder"])
        return data

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """What one paper says and may not have been typed: the details of its kind, its next audit, whose it is."""

    def __init__(self, *args: Any, row: Credential, people: list[StaffMember]) -> None:
        super().__init__(*args)
        self._people = {one.ref: one for one in people}
        self.kind = kinds()[row.kind]
        for name in self.kind.fields:
            self.fields[name] = forms.CharField(max_length=LONGEST_DETAIL, required=False)
        if self.kind.surveillance:
            self.fields["surveillance_due"] = forms.DateField(required=False)
        if self.kind.personal:
            choices = [("", ""), *((ref, one.name) for ref, one in self._people.items())]
            self.fields["holder"] = forms.ChoiceField(choices=choices, required=False)

    def content(self) -> dict[str, Any]:
        """What `complete_details` takes."""
        data = self.cleaned_data
        return {
            "details": {name: data[name] for name in self.kind.fields},
            "surveillance_due": data.get("surveillance_due"),
            "holder": self._people.get(data.get("holder", "")),
        }


class CompanyForm(forms.Form):
    """A company through which the firm works."""

    country = forms.ChoiceField(choices=list)
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=list)
    number = forms.CharField(max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, say(name)) for code, name in NUMBER_KINDS.items()]
        self.fields["country"].choices = place_choices()  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class StaffForm(forms.Form):
    """Somebody who works on engagements or holds an admission."""

    name = forms.CharField(max_length=80)
    role = forms.CharField(max_length=80, required=False)


def place_choices() -> list[tuple[str, str]]:
    """Every country, where the firms come from first."""
    codes = ["CN", "HK", "TW", *names.site_codes()]
    return [(code, say(names.place(code))) for code in codes]


def items_of(data: QueryDict) -> list[tuple[str, str]]:
    """The ticked boxes `item=vat_filing:DE` as pairs of known service and country."""
    pairs = [tuple(text.split(":", 1)) for text in data.getlist("item") if ":" in text]
    return [(c, p) for c, p in pairs if c in law.service_categories() and p in places.NAMES]


def credential_form(viewer: Viewer, firm: Partner, *data: Any) -> CredentialForm:
    """The form with the firm's own companies and people to choose from."""
    return CredentialForm(
        *data,
        initial={"issued_in": "CN"},
        companies=list(queries.legal_entities(viewer, firm)),
        people=list(queries.staff(viewer, firm)),
    )


def details_form(viewer: Viewer, row: Credential, data: QueryDict) -> DetailsForm:
    """The details of one paper of the viewer's firm."""
    return DetailsForm(data, row=row, people=list(queries.staff(viewer, row.partner)))
