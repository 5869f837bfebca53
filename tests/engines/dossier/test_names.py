"""Spellings of a person's name: every usual one is accepted, another person's is not."""

from __future__ import annotations

import pytest

from pilotage.engines.dossier.folding import company_en, folded
from pilotage.engines.dossier.names import is_reading, readings, surnames

CASES = [line.split("|") for line in """
曾晓明|ZENG XIAOMING|yes
曾晓明|Xiaoming Zeng|yes
曾晓明|ZENG, XIAO-MING|yes
曾晓明|Zeng Xiao Ming|yes
曾晓明|CENG XIAOMING|no
吕浩平|LYU HAOPING|yes
吕浩平|LV HAOPING|yes
吕浩平|LU HAOPING|yes
吕浩平|LI HAOPING|no
上官丽|SHANGGUAN LI|yes
上官丽|SHANG GUANLI|yes
张乐|ZHANG YUE|yes
张乐|ZHANG LE|yes
張偉|ZHANG WEI|yes
蔡小明|TSAI HSIAO-MING|yes
王绿|WANG LYU|yes
王晓明|WANG XIAOMIN|no
王晓明|WANG MING|no
王晓明|LI XIAOMING|no
王晓明||no
""".split("\n") if line]  # fmt: skip


@pytest.mark.parametrize(("name", "latin", "accepted"), CASES, ids=lambda text: text)
def test_a_spelling(name: str, latin: str, accepted: str) -> None:
    assert is_reading(latin, name) is (accepted == "yes")


def test_every_polyphonic_surname_has_its_own_reading() -> None:
    assert len(surnames()) == 61
    for surname, own in surnames().items():
        for reading in own:
            assert is_reading(f"{reading} XIAOMING", f"{surname}晓明"), surname
        assert readings(f"{surname}晓明") == tuple(f"{reading} XIAOMING" for reading in own)


def test_writing_that_means_the_same_is_one() -> None:
    assert folded("義烏市（樂居）１２３") == folded("义乌市(乐居)123")
    assert company_en("Leju Trading Company Limited") == company_en("LEJU  TRADING CO.,LTD")
    assert company_en("LEJU TRADING CO., LTD.") != company_en("LEJU TECHNOLOGY CO., LTD.")
