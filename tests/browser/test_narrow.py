"""Pages of all three sides on the narrowest phone, with names and texts as long as they get."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.browser.going import person_of
from tests.platform.directory import making

from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.models import Referral, Request

NAME = "深圳前海跨境电子商务综合服务与欧洲增值税合规咨询有限责任公司第一分公司"
MESSAGE = "https://example.com/" + "a" * 300 + " " + "德国月度申报需要中文对接" * 30
ASKED = (
    "/shortlist/?category=vat_filing&country=DE&sales=20000&sales_currency=EUR&units=1000"
    "&currency=CNY&languages=zh&objective=cost&budget=&most=3"
)


@pytest.mark.drawn
@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_nothing_is_wider_than_the_screen(open_page, look, transactional_db, language, theme):
    firm = making.listed_firm(NAME, [making.DE_VAT], summary="回执当天回传" * 40)
    seller = making.seller()
    contact = Contact("欧阳诸葛司徒慕容", f"{'x' * 60}@seller-with-a-long-domain.example")
    brief = Brief((making.DE_VAT,), contact, message=MESSAGE, product_line="家居" * 60)
    engagements.send(by=seller, at=timezone.now(), brief=brief)
    request, referral = Request.objects.get(), Referral.objects.get()
    for who, addresses in (
        (seller, ["/", ASKED, "/shortlist/", "/requests/", f"/requests/{request.ref}/"]),
        (
            seller,
            [f"/requests/new/?named={firm.ref}&needs=vat_filing:DE", "/fit/", "/fit/profile/"],
        ),
        (seller, ["/directory/", f"/directory/{firm.ref}/", f"/directory/compare/?p={firm.ref}"]),
        (firm.owner, ["/", "/profile/", "/profile/offers/new/", f"/requests/in/{referral.ref}/"]),
        (firm.owner, ["/certification/", "/certification/apply/", "/certification/staff/new/"]),
        (making.operator(), ["/", "/certification/queue/", "/certification/partners/", "/audit/"]),
    ):
        page = open_page(person_of(who), size="small", language=language, theme=theme)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            look(page, f"narrow{address.split('?')[0].replace('/', '-')}{language}")
