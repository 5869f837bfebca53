"""100,000 listings through `pilotage listings check`, file in, JSON out: seconds, listings a second, peak memory.

`BENCH_LISTINGS_ROWS` for another number. A tenth of the rows have faults of every kind; half the texts are of real length.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(os.environ.get("BENCH_LISTINGS_ROWS", "100000"))
BAR = 60.0  # seconds for 100,000

HEADER = (
    "item_sku item_name brand_name feed_product_type product_description bullet_point1 bullet_point2 bullet_point3"
    " bullet_point4 bullet_point5 generic_keywords voltage power_plug_type manufacturer dsa_responsible_party_address"
    " gpsr_manufacturer_reference gpsr_safety_attestation quantity standard_price"
).split()
_SENTENCES = (
    "Der Wasserkocher ist aus gebürstetem Edelstahl und fasst 1,7 Liter Wasser für acht Tassen Tee oder Kaffee.",
    "Die automatische Abschaltung und der Trockengehschutz sorgen dafür, dass nichts passieren kann.",
    "Der Griff bleibt kühl und liegt auch mit nassen Händen sicher in der Hand.",
    "Dank des breiten Deckels lässt sich das Gerät leicht füllen und reinigen.",
    "Zum Lieferumfang gehören der Kocher, die Basis mit Kabelaufwicklung und eine Anleitung auf Deutsch.",
)


def main() -> None:
    """The bar beside the figure, for the file as tab-separated text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.txt"
        _invent(path, ROWS)
        print(f"{ROWS:,} listings, {path.stat().st_size / 1e6:.0f} MB")
        out = Path(folder) / "found.json"
        began = time.perf_counter()
        with out.open("wb") as file:
            command = [sys.executable, "-m", "pilotage.cli.main", "listings", "check", str(path), "--marketplace", "DE", "--json"]  # fmt: skip
            subprocess.run(command, stdout=file, check=True)
        took = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        bar = BAR * ROWS / 100_000
        print(
            f"{took:.1f} s (bar {bar:.0f}), {ROWS / took:,.0f} a second; processor {used.ru_utime + used.ru_stime:.1f} s"
        )
        print(
            f"peak memory {used.ru_maxrss / 1e3:.0f} MB; answer {out.stat().st_size / 1e6:.0f} MB"
        )


def _invent(path: Path, rows: int) -> None:
    """A template's three heads, then rows; every tenth has faults."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "TemplateType=fptcustom\tVersion=2021.1014\n"
            + "\t".join(HEADER)
            + "\n"
            + "\t".join(HEADER)
            + "\n"
        )
        for n in range(rows):
            file.write("\t".join(_row(n)) + "\n")


def _row(n: int) -> list[str]:
    bullets = [f"Modell {n}: {_SENTENCES[(n + k) % 5]}" for k in range(5)]  # no text is there twice
    description = f"Zum Modell {n}: " + " ".join(_SENTENCES) * (1 + n % 2)
    row = [
        f"SKU-{n}", f"Kesselwerk Wasserkocher Edelstahl 1,7 L mit Abschaltautomatik Nr. {n}", "Kesselwerk", "KETTLE",
        description, *bullets, "wasserkocher küche tee kaffee edelstahl größe schnell leise", "230V", "type_f_2pin_de",
        "Kesselwerk GmbH", "rp@example.de", "info@example.de", "Yes", "5", "39.99",
    ]  # fmt: skip
    if n % 10 == 0:
        row[1] = f"Bestseller!! LED LED LED Wasserkocher {n}" + " x" * (n % 40)
        row[5] = "Höhe 12 inch, <b>110V</b> US plug"
        row[10], row[11], row[14] = "茶" * 84, "110V", ""
    return row


if __name__ == "__main__":
    main()
