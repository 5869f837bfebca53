"""A mark taken apart: its words, its letters in Latin, its characters, and how it sounds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

# What many marks carry and none is told apart by: articles, forms of company, words of the trade.
_WEAK = frozenset(
    """a an the of and for by my la le les el los las il lo der die das de du des di da del y et und
    co company corp inc ltd llc gmbh ag sa sas sl srl spa bv nv kk pte plc group holding holdings
    brand brands shop shops store stores outlet market mart online official global international world
    cafe coffee restaurant bakery bar hotel hotels outdoor outdoors sport sports home house living studio
    studios design designs fashion wear clothing apparel shoes beauty cosmetics care health foods food
    kitchen garden pet pets toys baby kids tech technology technologies electronics digital app labs lab
    solutions systems services products industries trading factory works usa china europe uk""".split()
)
_WEAK_HAN = re.compile(r"(?:有限公司|公司|集团|股份|旗舰店|专营店|官方|品牌|屋|坊|堂|馆|店|牌)$")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_KANA = re.compile(r"[\u3040-\u30ff]+")
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+|[\u3040-\u30ff]+")
_JOINED = {"&": " and ", "+": " plus ", "@": "a", "$": "s", "€": "e", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """`words` in order; `core` without those that tell nobody apart; `latin` and `core_latin` joined, Han as pinyin.

    `han` are its Chinese characters in simplified form, `sound` and `core_sound` keys of what is said.
    """

    words: tuple[str, ...]
    core: tuple[str, ...]
    latin: str
    core_latin: str
    han: str
    sound: str
    core_sound: str


@lru_cache(maxsize=1 << 16)
def sign(mark: str) -> Sign:
    """Taken apart; an empty or unreadable mark has no words."""
    words = tuple(_WORD.findall(_plain(mark)))
    core = tuple(bare for word in words if (bare := _strong(word))) or words
    latin, core_latin = _latin(words), _latin(core)
    if not core_latin and not any(_HAN.fullmatch(word) for word in core):
        core, core_latin = words, latin  # a lone sign of length (ー) is no core
    han = "".join(word for word in words if _HAN.fullmatch(word))
    spoken = sound(_said(words))
    return Sign(
        words, core, latin, core_latin, han, spoken, spoken if core == words else sound(_said(core))
    )


def sound(letters: str) -> str:
    """A key that what sounds alike shares or nearly shares; letters a-z only.

    >>> sound("phloren") == sound("floren"), sound("kwikstitch") == sound("quickstitch")
    (True, True)
    """
    for pattern, said in _SAID:
        letters = pattern.sub(said, letters)
    return letters


def _plain(mark: str) -> str:
    """Width, case, accents and scripts of one kind; characters that stand for words written out."""
    text = unicodedata.normalize("NFKC", mark[:500]).casefold()
    for sign_, words in _JOINED.items():
        text = text.replace(sign_, words)
    text = "".join(
        c
        for c in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(c) or _is_voiced(c)
    )
    text = unicodedata.normalize("NFC", text).replace("'", "").replace("’", "")
    return str(_opencc().convert(text)) if _HAN.search(text) else text


def _is_voiced(c: str) -> bool:
    """The marks that make が of か are no accents."""
    return c in "\u3099\u309a"


def _strong(word: str) -> str:
    if _HAN.fullmatch(word):
        bare = _WEAK_HAN.sub("", word)
        return bare if len(bare) >= 2 else word
    return "" if word in _WEAK else word


def _latin(words: tuple[str, ...]) -> str:
    return "".join(map(_in_latin, words))


def _in_latin(word: str) -> str:
    if _HAN.fullmatch(word):
        return _pinyin(word)
    if _KANA.fullmatch(word):
        return _romaji(word)
    return word


def _said(words: tuple[str, ...]) -> str:
    """As it is spoken: single letters by their names, digits as the words they stand for."""
    return "".join(
        _SPELLED.get(word, word) if len(word) == 1 else _digits(_in_latin(word)) for word in words
    )


def _digits(word: str) -> str:
    return "".join(_SPELLED.get(c, c) if c.isdigit() else c for c in word)


@lru_cache(maxsize=1 << 15)
def _pinyin(word: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word, errors="ignore")).replace("ü", "v")


def _romaji(word: str) -> str:
    out, double = "", False
    for kana in _KANA_PAIR.findall(unicodedata.normalize("NFKC", word)):
        plain = "".join(chr(ord(c) - 0x60) if 0x30A1 <= ord(c) <= 0x30F6 else c for c in kana)
        if plain == "っ":
            double = True
            continue
        said = _ROMAJI.get(plain, "")
        out += (said[:1] if double else "") + said
        double = False
    return out


@cache
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


_SPELLED = {
    **dict(zip("bcdfghjklmnpqrstvwxz", "bi si di ef ji eich jei kei el em en pi kiu ar es ti vi dablu eks zi".split(), strict=True)),
    "0": "ou", "1": "wan", "2": "tu", "3": "tri", "4": "for", "5": "faiv", "6": "siks", "7": "seven", "8": "eit", "9": "nain",
}  # fmt: skip
_SAID = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"[^a-z]", ""), (r"^kn|^gn|^pn", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"^ps", "s"), (r"^x", "s"),
        (r"tch", "C"), (r"sch", "S"), (r"ch", "C"), (r"sh", "S"), (r"zh", "j"), (r"ph", "f"), (r"gh(?=[aeiou])", "g"),
        (r"igh", "i"), (r"gh", ""), (r"th", "t"), (r"ck", "k"), (r"qu", "kw"), (r"q", "k"), (r"x", "ks"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"dg(?=[eiy])", "j"), (r"z", "s"), (r"v", "v"), (r"w(?![aeiou])", ""),
        (r"ee|ea|ie|ei|ey(?!a)|y", "i"), (r"oo|ou|ue|eu", "u"), (r"ai|ay", "e"), (r"au|aw|oa|ow", "o"),
        (r"mb$", "m"), (r"(?<=[^aeiou])e$", ""), (r"h(?![aeiou])", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_KANA_PAIR = re.compile(r"[\u3040-\u30ff][ゃゅょャュョ]?")
_ROMAJI = {
    **dict(
        pair.split(":")
        for pair in (
            "あ:a い:i う:u え:e お:o か:ka き:ki く:ku け:ke こ:ko さ:sa し:shi す:su せ:se そ:so た:ta ち:chi つ:tsu"
            " て:te と:to な:na に:ni ぬ:nu ね:ne の:no は:ha ひ:hi ふ:fu へ:he ほ:ho ま:ma み:mi む:mu め:me も:mo や:ya"
            " ゆ:yu よ:yo ら:ra り:ri る:ru れ:re ろ:ro わ:wa を:o ん:n が:ga ぎ:gi ぐ:gu げ:ge ご:go ざ:za じ:ji ず:zu"
            " ぜ:ze ぞ:zo だ:da ぢ:ji づ:zu で:de ど:do ば:ba び:bi ぶ:bu べ:be ぼ:bo ぱ:pa ぴ:pi ぷ:pu ぺ:pe ぽ:po ゔ:vu"
        ).split()
    ),
    **{
        kana + small: said + vowel
        for kana, said in zip(
            "きしちにひみりぎじびぴ", "ky sh ch ny hy my ry gy j by py".split(), strict=True
        )
        for small, vowel in zip("ゃゅょ", "auo", strict=True)
    },
}
