"""Invented reviews with planted rings among innocent look-alikes. Every habit is drawn anew for each group, from wide ranges.

The generator knows nothing of the detector's thresholds: it draws how much a group shares, copies, hurries and hides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from pilotage.engines.reputation import Reviewed

START = datetime(2025, 9, 1, tzinfo=UTC)
DAYS = 400
_SUBJECTS = "客服 对接的同事 税务师 项目经理 老师 团队 负责人 顾问 律师 他们公司 小王 经理 总监 专员".split()
_DID = "回复及时 一周内就办好了 资料核对得很仔细 前期沟通慢 报价和合同一致 解释得清楚 中途换过人 材料退回过一次 主动提醒了期限 申报前给我们看了草稿 出了问题也认 周末也有人回 英文邮件写得专业 收费透明 流程比预期长 递交后两天收到回执 帮忙补了历史数据 对德国税局很熟 没有推诿 有时要催".split()
_END = "整体满意 会续约 还可以 下次再看 推荐给了朋友 希望更快一点 符合预期 明年继续 比上一家好 价格略高 值得信赖 先观察 暂时没有别的要求".split()
_SIGNS = ("person", "device", "bank", "controller")


@dataclass
class World:
    """Reviews, who carries what, and which reviews were planted, by ring kind; innocents by look-alike."""

    draw: Random
    reviews: list[Reviewed] = field(default_factory=list)
    signs: dict[str, set[str]] = field(default_factory=dict)
    planted: dict[str, str] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)
    quality: dict[str, float] = field(default_factory=dict)
    market: dict[str, str] = field(default_factory=dict)
    usual: dict[str, float] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    def new(self, kind: str) -> str:
        self.count[kind] += 1
        return f"{kind}{self.count[kind]}"

    def share(self, parties: list[str], kind: str = "") -> None:
        """One new sign that all these carry."""
        sign = f"{kind or self.draw.choice(_SIGNS)}:{self.new('sign')}"
        for party in parties:
            self.signs.setdefault(party, set()).add(sign)

    def day(self) -> datetime:
        return START + timedelta(days=self.draw.uniform(0, DAYS))

    def words(self) -> str:
        if self.draw.random() < 0.35:
            return self.draw.choice(["", "很好", "不错", "满意", "好评", "谢谢"])
        parts = [self.draw.choice(_SUBJECTS), *self.draw.sample(_DID, self.draw.randint(1, 4)), self.draw.choice(_END)]  # fmt: skip
        return "，".join(parts)

    def honest(self, firm: str) -> int:
        quality = self.quality[firm]
        return round(sum(self.draw.random() < quality for _ in range(3)) * 1_000_000 / 3)

    def hours(self, firm: str, quick: bool = False) -> float:
        usual = self.usual[self.market[firm]]
        if quick:
            return usual * self.draw.uniform(0.001, 0.3)
        return usual * self.draw.lognormvariate(0, 0.9)

    def review(self, seller: str, firm: str, *, at: datetime | None = None, praise: int | None = None, text: str | None = None, quick: bool = False, ring: str = "", like: str = "") -> None:  # fmt: skip
        one = Reviewed(
            self.new("r"), seller, firm, self.market[firm], at or self.day(),
            self.honest(firm) if praise is None else praise,
            self.words() if text is None else text, self.hours(firm, quick),
        )  # fmt: skip
        self.reviews.append(one)
        if ring:
            self.planted[one.ref] = ring
        if like:
            self.alike[one.ref] = like

    def firms(self, count: int) -> list[str]:
        return self.draw.sample(sorted(self.quality), count)


def made(seed: int) -> World:
    """A network of a year with five to eight rings and eight to twelve look-alikes."""
    world = World(Random(seed))
    _network(world)
    for make in (*_RINGS, *world.draw.choices(_RINGS, k=world.draw.randint(0, 3))):
        make(world)
    for like in (*_ALIKE, *world.draw.choices(_ALIKE, k=world.draw.randint(0, 4))):
        like(world)
    world.draw.shuffle(world.reviews)
    return world


def _network(world: World) -> None:
    """60 to 120 firms in 6 to 12 markets; 400 to 900 sellers with one to four engagements each."""
    draw = world.draw
    markets = [f"m{n}" for n in range(draw.randint(6, 12))]
    world.usual = {market: draw.uniform(24, 900) for market in markets}
    for _ in range(draw.randint(60, 120)):
        firm = world.new("firm")
        world.market[firm] = draw.choice(markets)
        world.quality[firm] = draw.betavariate(6, 1.8)
    weights = [draw.paretovariate(1.5) for _ in world.quality]
    for _ in range(draw.randint(400, 900)):
        seller = world.new("seller")
        if draw.random() < 0.3:
            world.share([seller])
        for firm in {*draw.choices(sorted(world.quality), weights, k=draw.randint(1, 4))}:
            world.review(seller, firm)
    for _ in range(draw.randint(2, 5)):  # an office, a branch of a bank: carried by anybody
        world.share([*world.firms(draw.randint(3, 8)), *(f"seller{draw.randint(1, 400)}" for _ in range(draw.randint(10, 40)))])  # fmt: skip


@dataclass(frozen=True)
class _Habit:
    """How a ring works."""

    share: float
    copy: float
    quick: float
    extreme: float
    hide: float
    days: float


def _habit(draw: Random) -> _Habit:
    return _Habit(
        draw.uniform(0.3, 1), draw.uniform(0.2, 0.95), draw.uniform(0.3, 1), draw.uniform(0.88, 1),
        draw.uniform(0, 0.5), draw.choice([2, 5, 20, 120, 300]),
    )  # fmt: skip


def _praise(world: World, habit: _Habit, firm: str, good: bool = True) -> int:
    if world.draw.random() < habit.extreme:
        return 1_000_000 if good else 0
    return world.honest(firm)


def _planted(world: World, kind: str, sellers: list[str], firms: list[str], habit: _Habit, good: bool = True, each: tuple[int, int] = (1, 1)) -> None:  # fmt: skip
    draw, begin = world.draw, world.day()
    scripts = [world.words() + "，" + world.words() for _ in range(draw.randint(1, 3))]
    for seller in sellers:
        for firm in draw.sample(firms, min(len(firms), draw.randint(*each))):
            copied = draw.random() < habit.copy
            text = _touched(world, draw.choice(scripts)) if copied else world.words()
            at = begin + timedelta(days=draw.uniform(0, habit.days))
            world.review(seller, firm, at=at, praise=_praise(world, habit, firm, good), text=text, quick=draw.random() < habit.quick, ring=kind)  # fmt: skip
        if draw.random() < habit.hide:
            world.review(seller, draw.choice(world.firms(1)))


def _touched(world: World, text: str) -> str:
    """A script with a word more or less, other marks."""
    draw = world.draw
    if draw.random() < 0.5:
        text = text.replace("，", draw.choice(["！", "。", " "]))
    if draw.random() < 0.4:
        text += draw.choice(["。", "！！", "👍", "赞", "真的不错"])
    return text


def _own(world: World) -> None:
    """A firm's own people behind sellers."""
    draw, habit = world.draw, _habit(world.draw)
    firm = world.firms(1)[0]
    sellers = [world.new("seller") for _ in range(draw.randint(3, 9))]
    tied = [s for s in sellers if draw.random() < habit.share] or sellers[:1]
    world.share([firm, *tied])
    world.share(sellers)
    _planted(world, "own", sellers, [firm], habit)


def _reciprocal(world: World) -> None:
    """Firms whose people run sellers that praise the next firm's work."""
    draw, habit = world.draw, _habit(world.draw)
    firms = world.firms(draw.randint(2, 5))
    for n, firm in enumerate(firms):
        sellers = [world.new("seller") for _ in range(draw.randint(2, 4))]
        for seller in sellers:
            world.share([firm, seller])
        _planted(world, "reciprocal", sellers, [firms[(n + 1) % len(firms)]], habit)


def _bought(world: World) -> None:
    """Strangers paid for each review, by script."""
    draw, habit = world.draw, _habit(world.draw)
    sellers = [world.new("seller") for _ in range(draw.randint(6, 16))]
    firms = world.firms(draw.randint(1, 4))
    habit = _Habit(0, draw.uniform(0.6, 1), draw.uniform(0.6, 1), habit.extreme, habit.hide, draw.choice([2, 5, 20]))  # fmt: skip
    _planted(world, "bought", sellers, firms, habit, each=(1, min(3, len(firms))))


def _cluster(world: World) -> None:
    """Sellers of one hand who review one small group of firms, slowly."""
    draw, habit = world.draw, _habit(world.draw)
    sellers = [world.new("seller") for _ in range(draw.randint(5, 12))]
    firms = world.firms(draw.randint(2, 4))
    sharing = [s for s in sellers if draw.random() < habit.share] or sellers[:2]
    world.share(sharing)
    _planted(world, "cluster", sellers, firms, habit, each=(2, len(firms)))


def _against(world: World) -> None:
    """Bad words about rivals, to order."""
    draw, habit = world.draw, _habit(world.draw)
    sellers = [world.new("seller") for _ in range(draw.randint(4, 10))]
    world.share([s for s in sellers if draw.random() < habit.share])
    _planted(world, "against", sellers, world.firms(draw.randint(1, 3)), habit, good=False, each=(1, 2))  # fmt: skip


def _agency(world: World) -> None:
    """An agency's honest clients: its person and device everywhere, the same two or three firms."""
    draw = world.draw
    sellers = [world.new("seller") for _ in range(draw.randint(8, 30))]
    world.share(sellers, "person"), world.share(sellers, "device")
    firms = world.firms(draw.randint(2, 3))
    template = world.words() if draw.random() < 0.5 else None
    for seller in sellers:
        for firm in draw.sample(firms, draw.randint(1, len(firms))):
            text = template if template and draw.random() < 0.5 else None
            world.review(seller, firm, text=text, like="agency")


def _group(world: World) -> None:
    """A seller's subsidiaries under one controller."""
    sellers = [world.new("seller") for _ in range(world.draw.randint(2, 5))]
    world.share(sellers, "controller"), world.share(sellers, "bank")
    firms = world.firms(world.draw.randint(1, 2))
    for seller in sellers:
        for firm in firms:
            world.review(seller, firm, like="group")


def _holiday(world: World) -> None:
    """Before a holiday everybody closes work and reviews."""
    day = world.day()
    for _ in range(world.draw.randint(60, 150)):
        at = day + timedelta(hours=world.draw.uniform(0, 96))
        world.review(f"seller{world.draw.randint(1, 400)}", world.firms(1)[0], at=at, like="holiday")  # fmt: skip


def _phrase(world: World) -> None:
    """A phrase of the trade, used by anybody about anybody."""
    phrase = world.words() + "，合作愉快期待下次继续合作"
    for _ in range(world.draw.randint(20, 60)):
        world.review(f"seller{world.draw.randint(1, 400)}", world.firms(1)[0], text=phrase, like="phrase")  # fmt: skip


def _niche(world: World) -> None:
    """A small market: two firms, and whoever sells there has both."""
    market = world.new("niche")
    world.usual[market] = world.draw.uniform(24, 900)
    firms = [world.new("firm") for _ in range(2)]
    for firm in firms:
        world.market[firm], world.quality[firm] = market, world.draw.betavariate(6, 1.8)
    for _ in range(world.draw.randint(6, 14)):
        seller = world.new("seller")
        for firm in firms:
            world.review(seller, firm, like="niche")


def _excellent(world: World) -> None:
    """A firm that is simply good, quick, and asks its clients to review in the same week."""
    draw = world.draw
    firm, day = world.firms(1)[0], world.day()
    world.quality[firm] = draw.uniform(0.95, 0.995)
    for _ in range(draw.randint(15, 40)):
        at = day + timedelta(days=draw.uniform(0, 7)) if draw.random() < 0.5 else None
        world.review(world.new("seller"), firm, at=at, quick=draw.random() < 0.4, like="excellent")


def _poor(world: World) -> None:
    """A firm that fails everybody at once."""
    firm, day = world.firms(1)[0], world.day()
    world.quality[firm] = world.draw.uniform(0.02, 0.2)
    for _ in range(world.draw.randint(8, 20)):
        world.review(world.new("seller"), firm, at=day + timedelta(days=world.draw.uniform(0, 6)), like="poor")  # fmt: skip


_RINGS: tuple[Callable[[World], None], ...] = (_own, _reciprocal, _bought, _cluster, _against)
_ALIKE: tuple[Callable[[World], None], ...] = (
    _agency, _agency, _group, _holiday, _phrase, _niche, _excellent, _poor,
)  # fmt: skip
