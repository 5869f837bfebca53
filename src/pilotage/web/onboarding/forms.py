"""What an applicant types: the words of `dossier.yaml`. Whether they are right, the pre-audit says beside the papers."""

from __future__ import annotations

from typing import Any

from django import forms

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.platform.onboarding.actions.apply import LONGEST, WORDS
from pilotage.platform.onboarding.models import Dossier
from pilotage.web.speech import say

_USUAL = "DE"


class ApplicationForm(forms.Form):
    """Nothing but the store is required: an empty line is told of by the pre-audit where it matters."""

    marketplace = forms.ChoiceField()
    company_name_zh = forms.CharField(required=False, max_length=LONGEST)
    company_name_en = forms.CharField(required=False, max_length=LONGEST)
    unified_social_credit_code = forms.CharField(required=False, max_length=40)
    registered_address = forms.CharField(required=False, max_length=LONGEST)
    legal_representative = forms.CharField(required=False, max_length=80)
    legal_representative_en = forms.CharField(required=False, max_length=80)
    id_number = forms.CharField(required=False, max_length=40)
    bank_statement_holder = forms.CharField(required=False, max_length=LONGEST)
    existing_store_id = forms.CharField(required=False, max_length=80)

    def __init__(self, *args: Any, row: Dossier | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {**row.typed, "marketplace": row.marketplace}
        super().__init__(*args, **kwargs)
        stores = [(code, say(places.name(code))) for code in sorted(law.marketplaces())]
        self.fields["marketplace"].choices = stores  # type: ignore[attr-defined]
        self.fields["marketplace"].initial = _USUAL
        for name in ("id_number", "unified_social_credit_code"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def typed(self) -> dict[str, Any]:
        """In the words of `dossier.yaml`; the store is also where it sells."""
        given = {name: self.cleaned_data.get(name, "") for name in WORDS}
        return {**given, "target_sites": [self.cleaned_data["marketplace"]]}
