"""What is typed and what it is read as."""

import pytest

from pilotage.engines.search.index import Index
from pilotage.engines.search.profile import Profile


@pytest.fixture(scope="module")
def index():
    return Index(
        [
            Profile(
                "p", {"name_zh": "槿木海外贸易", "name_en": "Quillmark", "summary": "汽配卖家常来"}
            )
        ]
    )


@pytest.mark.parametrize(
    ("text", "needs", "places"),
    [
        ("税代", ["vat_filing"], []),
        ("德国税代", ["vat_filing"], ["DE"]),
        ("亚马逊德国 VAT申报", ["vat_filing"], ["DE"]),
        ("amazon.de vat", ["vat"], ["DE"]),
        ("ＶＡＴ申報　英國", ["vat_filing"], ["GB"]),
        ("WEEE 法国", ["epr_weee"], ["FR"]),
        ("VAT 申报", ["vat_filing"], []),
        ("日本 税代", ["jct"], ["JP"]),
        ("英国 责任人", ["uk_representative"], ["GB"]),
        ("法国 授权代表", ["eu_representative"], ["FR"]),
        ("shuiwudaili", ["vat_filing"], []),
        ("swdl", ["vat_filing"], []),
        ("dgbzf", ["epr_packaging"], ["DE"]),
        ("sui wu dai li", ["vat_filing"], []),
        ("商漂", ["trademark"], []),
        ("海外苍", ["warehouse"], []),
        ("店铺脱管", ["store_operation"], []),
        ("warehosue in Germany", ["warehouse"], ["DE"]),
        ("德国和法国的包装法", ["epr_packaging"], ["DE", "FR"]),
        ("美加墨 头程", ["freight"], ["US", "CA", "MX"]),
        ("Pan-EU PPC", ["ads"], ["EUROPE"]),
        ("who can file my German VAT returns", ["vat_filing"], ["DE"]),
    ],
)  # fmt: skip
def test_services_and_sites(index, text, needs, places):
    question = index.understood(text)
    assert [c for need in question.needs for c in need.concepts] == needs
    implied = [p for need in question.needs for p in need.places]
    assert [*question.places, *implied] == places


@pytest.mark.parametrize(
    ("text", "needs", "unwanted"),
    [
        ("广告 不要代运营", ["ads"], ["store_operation"]),
        ("不要代运营的广告公司", ["ads"], ["store_operation"]),
        ("德国增值税申报 不要注册", ["vat_filing"], ["vat_registration"]),
        ("ads without store operation", ["ads"], ["store_operation"]),
        ("brand registry, no trademark", ["brand_registry"], ["trademark"]),
        ("without trademarks, brand registry only", ["brand_registry"], ["trademark"]),
        ("no agency, only PPC", ["ads"], []),
    ],
)
def test_what_is_not_wanted(index, text, needs, unwanted):
    question = index.understood(text)
    assert [c for need in question.needs for c in need.concepts] == needs
    assert question.unwanted == unwanted


def test_names_and_words_of_the_directory_are_not_corrected(index):
    for text in ("槿木", "Quillmark", "jinmu", "汽配"):
        assert index.understood(text).corrections == []


def test_cities_provinces_and_languages(index):
    question = index.understood("浙江 会德语的税代")
    assert "杭州" in question.cities[0]
    assert question.languages == ["de"]
    assert index.understood("Shenzhen trademark").cities == [("深圳",)]
