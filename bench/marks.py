"""Bar 1 of brand protection: earlier marks found among a million, screening, watching. All marks are invented here.

Kinds of nearness are made by rules of this file, not by the engine's: letters changed, spellings that sound alike, parts
added, homophone characters, Han written as pinyin. Meaning is measured apart: its words come from the engine's own
table, so that figure says only that what is in the table is found. `BENCH_MARKS` sets the size of the register.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable
from statistics import quantiles

from pilotage.engines.marks import Entry, Register, likeness, watch
from pilotage.engines.marks.meanings import lexicon

MARKS, QUERIES = int(os.environ.get("BENCH_MARKS", "1000000")), 360
PORTFOLIO, FILED = 5_000, 3_000
_ONSETS = "b br c ch d dr f fl g gl h j k kr l m n p pl qu r s sh sk st t tr v w y z".split()
_VOWELS = "a e i o u ai ea ee o oo ou ar er or an en in on el al".split()
_ENDS = ["", "", "x", "n", "r", "s", "t", "k", "m", "ra", "na", "do", "vo", "ly", "ix", "ium"]
_ADDED = "HOME SPORT STUDIO DIRECT PRO PLUS LIFE WORKS NOVA PRIME EASY CITY".split()
_HAN = (
    "云海山风星月林木金玉春晓晨明亮光华美丽安康福乐佳优品鲜源泉江湖鹏鹿鹤凤龙虎马羊花果香茶竹梅兰菊松柏枫桦"
    "石泰宝珠瑞祥和平顺达通利盛昌隆兴旺发万千百十一二三天地人文武智勇信义仁德礼诚恒远博雅清静宁心意思梦想"
)
_ALIKE = (("ph", "f"), ("f", "ph"), ("c", "k"), ("k", "c"), ("y", "i"), ("i", "y"), ("qu", "kw"), ("x", "ks"), ("ee", "ea"), ("s", "z"), ("oo", "u"), ("ck", "k"))  # fmt: skip


def main() -> None:
    """Print every figure with its bar beside it."""
    dice = random.Random(20261126)
    marks = _invented(dice, MARKS)
    began = time.perf_counter()
    register = Register([Entry(str(n), mark) for n, mark in enumerate(marks)])
    built = time.perf_counter() - began
    print(f"{MARKS:,} marks indexed in {built:.0f} s, load {os.getloadavg()[0]:.1f}")
    _retrieval(dice, marks, register)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{peak:6.2f} GB at most (bar 2)")
    _screening(dice, marks)
    _watching(dice, marks)


def _retrieval(dice: random.Random, marks: list[str], register: Register) -> None:
    found: dict[str, list[int | None]] = defaultdict(list)
    spent = []
    for kind, change in _KINDS.items():
        for n in _chosen(dice, marks, change, QUERIES // len(_KINDS)):
            name = change(dice, marks[n])
            began = time.perf_counter()
            hits = register.screen(name, "", 1000)
            spent.append(time.perf_counter() - began)
            place = next((at for at, hit in enumerate(hits) if hit.entry.id == str(n)), None)
            found[kind].append(place)
    every = [place for kind, places in found.items() if kind != "meaning" for place in places]
    for most, bar in ((50, 0.80), (1000, 0.94)):
        got = sum(place is not None and place < most for place in every) / len(every)
        print(f"R@{most} {got:.3f} (bar {bar})  {'met' if got >= bar else 'MISSED'}")
    for kind, places in found.items():
        got = [sum(p is not None and p < most for p in places) / len(places) for most in (50, 1000)]
        print(f"    {kind:8} R@50 {got[0]:.2f}  R@1000 {got[1]:.2f}")
    print(f"p95 {quantiles(spent, n=20)[-1]:.3f} s a name (bar 0.25)")


def _screening(dice: random.Random, marks: list[str]) -> None:
    far = sorted(likeness(*dice.sample(marks, 2)).score for _ in range(20_000))
    threshold = far[int(0.99 * len(far))]
    near = [
        likeness(change(dice, marks[n]), marks[n]).score
        for kind, change in _KINDS.items()
        if kind != "meaning"
        for n in _chosen(dice, marks, change, 400)
    ]
    recall = sum(score > threshold for score in near) / len(near)
    verdict = "met" if recall >= 0.96 else "MISSED"
    print(f"screening recall {recall:.3f} at 1 % false positives (bar 0.96)  {verdict}")


def _watching(dice: random.Random, marks: list[str]) -> None:
    """Of marks as they come, and of the hardest: Chinese names of twenty characters, which all share some."""
    alike = ["".join(dice.choices(_HAN[:20], k=dice.choice((2, 3, 3, 4)))) for _ in range(PORTFOLIO + FILED)]  # fmt: skip
    for kind, every in (("", dice.choices(marks, k=PORTFOLIO + FILED)), (" of Chinese names all alike", alike)):  # fmt: skip
        portfolio = [Entry(f"p{n}", mark) for n, mark in enumerate(every[:PORTFOLIO])]
        filed = [Entry(f"f{n}", mark) for n, mark in enumerate(every[PORTFOLIO:])]
        began, worked = time.perf_counter(), time.process_time()
        alerts = sum(1 for _ in watch(portfolio, filed))
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
        verdict = "met" if seconds <= 60 else "MISSED"
        print(
            f"watch {PORTFOLIO:,} × {FILED:,}{kind}: {seconds:.0f} s ({worked:.0f} s of processor), {alerts:,} alerts (bar 60 s)  {verdict}"
        )


def _chosen(dice: random.Random, marks: list[str], change: Change, many: int) -> list[int]:
    """Positions of marks that this kind of change does change."""
    chosen: list[int] = []
    while len(chosen) < many:
        n = dice.randrange(len(marks))
        if change(dice, marks[n]) != marks[n]:
            chosen.append(n)
    return chosen


def _invented(dice: random.Random, many: int) -> list[str]:
    words = [w.upper() for w in lexicon() if w.isascii() and len(w) > 2]
    return [_mark(dice, words) for _ in range(many)]


def _mark(dice: random.Random, words: list[str]) -> str:
    kind = dice.random()
    if kind < 0.12:
        return "".join(dice.choices(_HAN, k=dice.choice((2, 3, 3, 4))))
    if kind < 0.30:
        return f"{dice.choice(words)} {dice.choice(words)}"
    made = "".join(dice.choice(_ONSETS) + dice.choice(_VOWELS) for _ in range(dice.choice((1, 2, 2, 3)))) + dice.choice(_ENDS)  # fmt: skip
    second = dice.choice(words) if dice.random() < 0.35 else ""
    return f"{made.upper()} {second}".strip()


Change = Callable[[random.Random, str], str]


def _letters(dice: random.Random, mark: str) -> str:
    if not mark.isascii() or len(mark) < 6:
        return mark
    at = dice.randrange(1, len(mark) - 1)
    return mark[:at] + dice.choice("AEIOUNRSTL") + mark[at + dice.randint(0, 1) :]


def _alike(dice: random.Random, mark: str) -> str:
    low = mark.lower()
    fitting = [(a, b) for a, b in _ALIKE if a in low] if mark.isascii() else []
    for a, b in dice.sample(fitting, min(2, len(fitting))):
        low = low.replace(a, b, 1)
    return low.upper() if fitting else mark


def _part(dice: random.Random, mark: str) -> str:
    if not mark.isascii() or len(mark) < 5:
        return mark
    return f"{mark} {dice.choice(_ADDED)}" if dice.random() < 0.7 else f"MY{mark}"


def _homophone(dice: random.Random, mark: str) -> str:
    from pypinyin import lazy_pinyin

    if mark.isascii():
        return mark
    at = dice.randrange(len(mark))
    said = lazy_pinyin(mark[at])
    others = [c for c in _common_han() if c != mark[at] and lazy_pinyin(c) == said]
    return mark[:at] + dice.choice(others) + mark[at + 1 :] if others else mark


def _common_han() -> str:
    return (
        _HAN + "辰鹿麓燕雁莹盈轩萱宣佑友右城成程丞彩采灵玲凌伶洁杰捷姗珊彤童欣馨新薪怡宜逸毅艺忆溢"
    )


def _pinyin(dice: random.Random, mark: str) -> str:
    from pypinyin import lazy_pinyin

    return mark if mark.isascii() else "".join(lazy_pinyin(mark)).upper()


def _meant(dice: random.Random, mark: str) -> str:
    words = lexicon()
    parts = mark.lower().split()
    if len(parts) != 2 or any(part not in words for part in parts):
        return mark
    said = []
    for part in parts:
        same = [w for w, can in words.items() if can & words[part] and w != part and w.isascii()]
        said.append(dice.choice(same) if same else part)
    return " ".join(said).upper()


_KINDS: dict[str, Change] = {
    "letters": _letters,
    "sound": _alike,
    "part": _part,
    "cjk": _homophone,
    "translit": _pinyin,
    "meaning": _meant,
}
