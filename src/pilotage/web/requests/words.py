"""How the template says states, needs and languages."""

from __future__ import annotations

from django import template

from pilotage.kernel.text import Text
from pilotage.platform.engagements.models import Request
from pilotage.platform.engagements.queries import needs_text
from pilotage.platform.engagements.states import NAMES
from pilotage.web.requests.forms import LANGUAGES
from pilotage.web.speech import say

register = template.Library()


@register.filter
def state_name(state: str) -> str:
    """A state of a request or referral in the reader's language."""
    return say(NAMES.get(state, Text(state, state)))


@register.filter
def needs_of_request(request: Request) -> str:
    """`德国增值税申报、法国包装法`."""
    return say(needs_text(request.needs))


@register.filter
def language_names(codes: list[str]) -> str:
    """`中文、英语`."""
    names = [say(LANGUAGES.get(code, Text(code, code))) for code in codes]
    return say(Text("、", ", ")).join(names)
