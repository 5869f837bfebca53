"""What an invented Chinese seller's report is made of: scenes, places, products, buyers."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of row and its share (`weight` of about 1000)."""

    weight: int
    type: str
    site: str
    dep: str
    arr: str
    scheme: str
    party: str  # who collects the tax; "" on movements, which carry no money
    business: int  # 1 when the buyer gives a VAT number
    permille: int  # tax rate of the row, thousandths
    currency: str
    export: int

    def cells(self) -> tuple[object, ...]:
        return (
            self.type, self.site, self.dep, self.arr, self.scheme, self.party,
            self.business, self.permille, self.currency, self.export,
        )  # fmt: skip


def _scenes(table: str) -> tuple[Scene, ...]:
    scenes = []
    for line in table.strip().splitlines():
        weight, type_, site, dep, arr, scheme, party, business, permille, currency, export = (
            "" if cell == "-" else cell for cell in line.split()
        )
        scenes.append(
            Scene(int(weight), type_, site, dep, arr, scheme, party, int(business), int(permille), currency, int(export))
        )  # fmt: skip
    return tuple(scenes)


SCENES = _scenes("""
260 SALE amazon.de DE DE DEEMED_RESELLER MARKETPLACE 0 190 EUR 0
60 SALE amazon.de PL DE DEEMED_RESELLER MARKETPLACE 0 190 EUR 0
50 SALE amazon.de DE AT DEEMED_RESELLER MARKETPLACE 0 200 EUR 0
90 SALE amazon.fr FR FR DEEMED_RESELLER MARKETPLACE 0 200 EUR 0
50 SALE amazon.fr DE FR DEEMED_RESELLER MARKETPLACE 0 200 EUR 0
70 SALE amazon.it IT IT DEEMED_RESELLER MARKETPLACE 0 220 EUR 0
60 SALE amazon.es ES ES DEEMED_RESELLER MARKETPLACE 0 210 EUR 0
25 SALE amazon.nl DE NL DEEMED_RESELLER MARKETPLACE 0 210 EUR 0
20 SALE amazon.pl PL PL DEEMED_RESELLER MARKETPLACE 0 230 PLN 0
15 SALE amazon.se DE SE DEEMED_RESELLER MARKETPLACE 0 250 SEK 0
90 SALE amazon.co.uk GB GB UK_VOEC-DOMESTIC MARKETPLACE 0 200 GBP 0
12 SALE amazon.co.uk FR GB UK_VOEC-IMPORT MARKETPLACE 0 0 EUR 1
10 SALE amazon.de DE CH CH_VOEC MARKETPLACE 0 0 EUR 1
20 SALE amazon.de DE DE REGULAR SELLER 1 190 EUR 0
15 SALE amazon.fr DE FR REGULAR SELLER 1 0 EUR 0
10 SALE amazon.it IT IT REGULAR SELLER 1 0 EUR 0
8 SALE amazon.es ES ES REGULAR SELLER 1 0 EUR 0
8 SALE amazon.co.uk GB GB REGULAR SELLER 0 200 GBP 0
6 SALE amazon.de DE DE REGULAR SELLER 0 190 EUR 0
10 SALE amazon.fr DE FR UNION-OSS SELLER 0 200 EUR 0
6 SALE amazon.de DE CH REGULAR SELLER 0 0 EUR 1
45 FC_TRANSFER N/A DE PL - - 0 0 - 0
25 FC_TRANSFER N/A DE DE - - 0 0 - 0
12 FC_TRANSFER N/A DE FR - - 0 0 - 0
8 INBOUND N/A CN DE - - 0 0 - 0
15 RETURN amazon.de DE DE - - 0 0 - 0
""")

PLACES: list[tuple[object, ...]] = [
    (country, n, city, postcode)
    for country, *pairs in (
        ("DE", "München", "80331", "Köln", "50667"),
        ("FR", "Orléans", "45000", "Lauwin-Planque", "59553"),
        ("IT", "Piacenza", "29122", "Forlì", "47121"),
        ("ES", "Málaga", "29001", "Illescas", "45200"),
        ("NL", "Utrecht", "3511 AA", "Venlo", "5911 AA"),
        ("PL", "Poznan", "60-001", "Wroclaw", "50-001"),
        ("SE", "Malmö", "211 20", "Umeå", "903 26"),
        ("AT", "Wien", "1010", "Linz", "4020"),
        ("GB", "Dunstable", "LU5 4XL", "Doncaster", "DN3 3AA"),
        ("CH", "Zürich", "8001", "Bern", "3011"),
        ("CN", "Shenzhen", "518000", "Ningbo", "315000"),
    )
    for n, (city, postcode) in enumerate((pairs[:2], pairs[2:]))
]

PRODUCTS: list[tuple[str, str, int]] = [
    (f"{shop}-{code}-{colour}", f"{title}, {tint}", grams)
    for code, title, grams in (
        ("LMP0812", "LED desk lamp with clamp", 840),
        ("KTC2206", "Kitchen scale 5 kg", 410),
        ("STR1107", "Fairy lights 10 m", 260),
        ("PHS0330", "Phone stand, foldable", 180),
        ("BAK0519", "Silicone baking mats (2 pack)", 350),
        ("YGM1801", "Yoga mat 10 mm", 1150),
        ("PWB2020", "Power bank 20000 mAh", 360),
        ("HBT0907", "Wireless earbuds", 95),
        ("DGB0412", 'Dog bed 24" washable', 1320),
        ("SHR0666", "Shoe rack; foldable", 2100),
    )
    for shop, colour, tint in (("SZ", "BK", "black"), ("NB", "WH", "white"), ("YW", "GN", "green"))
]

_DIGITS = {
    "DE": ("DE", 9, ""), "IT": ("IT", 11, ""), "ES": ("ESB", 8, ""), "NL": ("NL", 9, "B01"),
    "PL": ("PL", 10, ""), "FR": ("FR", 11, ""),
}  # fmt: skip


def buyers(dice: random.Random) -> list[tuple[object, ...]]:
    """Twenty invented VAT numbers per country with right check digits: (country, n, number)."""
    return [(country, n, _number(country, dice)) for country in _DIGITS for n in range(20)]


def _number(country: str, dice: random.Random) -> str:
    from stdnum.eu import vat
    from stdnum.fr import tva

    prefix, digits, suffix = _DIGITS[country]
    while True:
        body = "".join(str(dice.randrange(10)) for _ in range(digits))
        if country == "FR":
            body = f"{(12 + 3 * (int(body[2:]) % 97)) % 97:02d}{body[2:]}"
            if not tva.is_valid(body):
                continue
        if vat.is_valid(prefix + body + suffix):
            return prefix + body + suffix
