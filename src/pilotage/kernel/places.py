"""Countries as ISO 3166-1 alpha-2 codes, with their names in both languages and common spellings.

What the law says of a country (member of the EU since …, its currency) is in `engines/law`.
"""

from __future__ import annotations

from pilotage.kernel.text import Text

# Every site country of Amazon, every EU member, and the places sellers ship from.
NAMES: dict[str, Text] = {
    code: Text(zh, en)
    for code, zh, en in (
        line.split("|")
        for line in """\
AE|阿联酋|United Arab Emirates
AT|奥地利|Austria
AU|澳大利亚|Australia
BE|比利时|Belgium
BG|保加利亚|Bulgaria
BR|巴西|Brazil
CA|加拿大|Canada
CH|瑞士|Switzerland
CN|中国|China
CY|塞浦路斯|Cyprus
CZ|捷克|Czechia
DE|德国|Germany
DK|丹麦|Denmark
EE|爱沙尼亚|Estonia
EG|埃及|Egypt
ES|西班牙|Spain
FI|芬兰|Finland
FR|法国|France
GB|英国|United Kingdom
GR|希腊|Greece
HK|中国香港|Hong Kong SAR
HR|克罗地亚|Croatia
HU|匈牙利|Hungary
IE|爱尔兰|Ireland
IN|印度|India
IT|意大利|Italy
JP|日本|Japan
KR|韩国|Korea
LT|立陶宛|Lithuania
LU|卢森堡|Luxembourg
LV|拉脱维亚|Latvia
MT|马耳他|Malta
MX|墨西哥|Mexico
NL|荷兰|Netherlands
NO|挪威|Norway
PL|波兰|Poland
PT|葡萄牙|Portugal
RO|罗马尼亚|Romania
SA|沙特阿拉伯|Saudi Arabia
SE|瑞典|Sweden
SG|新加坡|Singapore
SI|斯洛文尼亚|Slovenia
SK|斯洛伐克|Slovakia
TR|土耳其|Türkiye
TW|中国台湾|Taiwan
US|美国|United States
XI|北爱尔兰|Northern Ireland
ZA|南非|South Africa""".splitlines()
    )
}

_ALIASES = {"EL": "GR", "UK": "GB"}


def country(text: str) -> str | None:
    """The ISO code that `text` means (`EL` is GR, `UK` is GB), or None.

    >>> country("el"), country("UK"), country("Germany")
    ('GR', 'GB', None)
    """
    code = text.strip().upper()
    code = _ALIASES.get(code, code)
    return code if code in NAMES else None


def name(code: str) -> Text:
    """The country's name; an unknown code names itself."""
    return NAMES.get(code, Text(code, code))
