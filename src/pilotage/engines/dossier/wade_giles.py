"""Pinyin syllables in the letters Taiwan's passports use, without apostrophes: `XIAO` → `HSIAO`."""

from __future__ import annotations

_WHOLE = {
    "ZHI": "CHIH", "CHI": "CHIH", "SHI": "SHIH", "RI": "JIH", "ZI": "TZU", "CI": "TZU", "SI": "SZU",
    "YI": "I", "YOU": "YU", "YE": "YEH", "YAN": "YEN", "GE": "KO", "KE": "KO", "HE": "HO", "E": "O",
    "ER": "ERH", "JU": "CHU", "QU": "CHU", "XU": "HSU", "JUAN": "CHUAN", "QUAN": "CHUAN", "XUAN": "HSUAN",
    "JUN": "CHUN", "QUN": "CHUN", "XUN": "HSUN", "JUE": "CHUEH", "QUE": "CHUEH", "XUE": "HSUEH",
    "YUE": "YUEH", "GUI": "KUEI", "KUI": "KUEI",
}  # fmt: skip
_INITIALS = {
    "ZH": "CH", "CH": "CH", "SH": "SH", "B": "P", "P": "P", "D": "T", "T": "T", "G": "K", "K": "K",
    "J": "CH", "Q": "CH", "X": "HS", "Z": "TS", "C": "TS", "R": "J",
}  # fmt: skip
_FINALS = {
    "ONG": "UNG", "IAN": "IEN", "IE": "IEH", "UO": "O", "IONG": "IUNG", "LYU": "LU",
}  # fmt: skip


def wade_giles(pinyin: str) -> str:
    """One syllable in Wade-Giles letters.

    >>> [wade_giles(s) for s in ("CAI", "ZHANG", "XIAO", "GUO", "ZHONG")]
    ['TSAI', 'CHANG', 'HSIAO', 'KUO', 'CHUNG']
    """
    if pinyin in _WHOLE:
        return _WHOLE[pinyin]
    initial = pinyin[:2] if pinyin[:2] in _INITIALS else pinyin[:1]
    final = pinyin[len(initial) :]
    if final == "UO" and initial in ("G", "K", "H", "SH"):
        return f"{_INITIALS.get(initial, initial)}UO"
    return _INITIALS.get(initial, initial) + _FINALS.get(final, final)
