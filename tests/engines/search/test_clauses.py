"""A partner who names a service only to refuse it, pass it on or ask for it does not offer it."""

import pytest

from pilotage.engines.search.evidence import fields_of, read_profile
from pilotage.engines.search.lexicon import trade

OFFERED, REFUSED, PASSED, NOTHING = "offered", "refused", "passed on", "nothing"


@pytest.mark.parametrize(
    ("summary", "concept", "stands"),
    [
        ("专办德国税号,从递件到拿号有人盯。", "vat_registration", OFFERED),
        ("暂不承接税代业务。", "vat_filing", REFUSED),
        ("不做代运营、商标注册。", "trademark", REFUSED),
        ("不做头程,广告投放,清关。", "customs", REFUSED),
        ("不做代运营,只做广告。", "ads", OFFERED),
        ("代运营请另找服务商。", "store_operation", REFUSED),
        ("代运营不做。", "store_operation", REFUSED),
        ("日本消费税请咨询当地税理士。", "jct", REFUSED),
        ("没有自己的海外仓。", "warehouse", REFUSED),
        ("We do not offer VAT filing or packaging EPR.", "epr_packaging", REFUSED),
        ("Store operation is not offered.", "store_operation", REFUSED),
        ("头程运输由合作机构承接。", "freight", PASSED),
        ("欧代可转介当地事务所。", "eu_representative", PASSED),
        ("Customs clearance through our partners.", "customs", PASSED),
        ("可协助品牌备案。", "brand_registry", OFFERED),
        ("合作前请先办好自己的VAT税号。", "vat_registration", NOTHING),
        ("此前用过代运营的卖家请先收回权限。", "store_operation", NOTHING),
        ("收货前核对卖家自己的LUCID号,我们不代办。", "epr_packaging", NOTHING),
        ("仅接受已完成品牌备案的店铺。", "brand_registry", NOTHING),
        ("可开6%增值税专用发票。", "vat", NOTHING),
        ("早年做代运营,如今只接广告投放。", "store_operation", NOTHING),
    ],
)
def test_how_a_clause_stands_to_a_service(summary, concept, stands):
    evidence = read_profile({"summary": summary}, trade())
    offered = evidence.offers.get(concept)
    found = NOTHING
    if offered:
        found = OFFERED if offered.weight else PASSED
    elif concept in evidence.refused:
        found = REFUSED
    assert found == stands


@pytest.mark.parametrize(
    ("services", "concept", "places"),
    [
        ("德国包装法; 法国包装EPR", "epr_packaging", {"DE", "FR"}),
        ("DE/FR/IT VAT registration", "vat_registration", {"DE", "FR", "IT"}),
        ("US、UK、DE本土化运营", "store_operation", {"US", "GB", "DE"}),
        ("ITWEEE", "epr_weee", {"IT"}),
        ("海外仓(德国)", "warehouse", {"DE"}),
        ("customs clearance Germany", "customs", {"DE"}),
        ("英德法意西Listing翻译", "listing", {"GB", "DE", "FR", "IT", "ES"}),
        ("美標; 歐盟商標", "trademark", {"US", "EU"}),
        ("VAT申报; 英国清关", "customs", {"GB"}),
    ],
)
def test_a_service_is_bound_to_the_places_beside_it(services, concept, places):
    assert read_profile({"services": services}, trade()).offers[concept].places == places


def test_plain_text_with_labels_is_read_like_fields():
    evidence = read_profile(
        fields_of("名称: 舟衡税务\n服务: VAT申报\n站点: DE, FR\n城市: 深圳\n只做两国。"), trade()
    )
    assert (evidence.sites, evidence.home) == ({"DE", "FR"}, {"深圳"})
    assert "vat_filing" in evidence.offers


def test_the_word_lists_hold_together():
    concepts = trade().concepts
    for concept in concepts.values():
        known = {*concept.close, *concept.near, *concept.instead_of}
        assert known | ({concept.broader} - {""}) <= set(concepts)
        assert concept.name.zh and concept.name.en
