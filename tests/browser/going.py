"""What every journey does: coming in."""

from __future__ import annotations

from playwright.sync_api import Page

from pilotage.config.demo.people import PASSWORD
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Person


def sign_in(page: Page, email: str) -> None:
    """Through the login page, as a person does."""
    page.goto("/account/login/")
    page.get_by_label("邮箱").fill(email)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_text("您好，").wait_for()


def person_of(who: Viewer) -> Person:
    """The person behind a viewer."""
    return Person.objects.get(pk=who.person_id)
