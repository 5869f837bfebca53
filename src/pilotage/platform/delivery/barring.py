"""Who may not review: whoever is not independent of the other side, or is not in good standing."""

from __future__ import annotations

from django.db.models import Q

from pilotage.kernel.errors import NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification.models import Partner
from pilotage.platform.certification.states import Standing
from pilotage.platform.delivery.models import WorkOrder
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Kind, Membership

_WHY: dict[str, Text] = {
    "NO_CONTRACT": Text("没有生效过的合同", "there was no contract in force"),
    "PROGRAMME": Text("您也是平台的成员", "you belong to the programme, too"),
    "BOTH_SIDES": Text("同一个人属于双方", "one person belongs to both sides"),
    "SAME_CONTACT": Text("双方联系方式相同", "both sides have the same contact"),
    "SUSPENDED": Text("贵司已被平台暂停", "your firm is suspended by the programme"),
}


def check_not_barred(by: Viewer, order: WorkOrder) -> None:
    """Raises `NotAllowed` with the reason."""
    code = _why_barred(by, order.contract)
    if code:
        raise NotAllowed(
            f"REVIEW_BARRED_{code}",
            Text("您不能评价这次合作：{why}。", "You cannot review this work: {why}."),
            Text("如有异议请联系平台。", "Write to the programme if that is wrong."),
            why=_WHY[code],
        )


def _why_barred(by: Viewer, contract: Contract) -> str:
    seller, partner = contract.seller, contract.partner
    if contract.state not in (State.IN_FORCE, State.ENDED):
        return "NO_CONTRACT"
    mine = Membership.objects.filter(person_id=by.person_id)
    if mine.filter(organisation__kind=Kind.OPERATOR).exists():
        return "PROGRAMME"
    # Former members count: a review is about the time they worked there.
    of_partner = Membership.objects.filter(organisation=partner).values("person")
    if seller.memberships.filter(person__in=of_partner).exists():
        return "BOTH_SIDES"
    same = Q(contact_email__iexact=partner.contact_email) & ~Q(contact_email="")
    same |= Q(contact_phone=partner.contact_phone) & ~Q(contact_phone="")
    if type(seller).objects.filter(same, pk=seller.pk).exists():
        return "SAME_CONTACT"
    standing = Partner.objects.filter(organisation=partner).values_list("standing", flat=True)
    if by.organisation_id == partner.pk and Standing.SUSPENDED in standing:
        return "SUSPENDED"
    return ""
