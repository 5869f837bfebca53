"""What the sandbox remembers between two requests: tokens, reports, buckets, and the dice of its failures."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

CLIENT_ID = "amzn1.application-oa2-client.pilotage-sandbox"
CLIENT_KEY = "amzn1.oa2-cs.v1.invented-for-the-sandbox"
REFRESH = "Atzr|invented-for-the-sandbox"
SELLER, PROFILE = "A0SANDBOXDEMO", 1000000000000001
TOKEN_SECONDS, CODE_SECONDS, URL_SECONDS = 3600, 300, 300


@dataclass(frozen=True, slots=True)
class Wish:
    """`failures`: share of requests that fail, in percent. `speed`: how much faster its clock runs than the wall's.

    `throttled=False` switches the buckets off; `rows` is the length of a VAT report.
    """

    seed: int = 7
    failures: int = 0
    speed: float = 1.0
    throttled: bool = True
    rows: int = 300
    clock: Callable[[], float] = time.time


@dataclass(slots=True)
class Report:
    """One asked-for report; `ends` is the status it arrives at after `polls` more questions."""

    key: str
    type: str
    asked: dict[str, object]
    created: float
    polls: int
    ends: str
    status: str = "IN_QUEUE"
    document: str = ""


@dataclass(slots=True)
class Bucket:
    """Tokens of one operation: `burst` at most, `rate` more a second."""

    rate: float
    burst: float
    left: float
    at: float


@dataclass(slots=True)
class State:
    """Everything that changes. One lock in the server guards it."""

    wish: Wish
    started: float = 0.0
    access: dict[str, float] = field(default_factory=dict)
    restricted: dict[str, tuple[float, frozenset[tuple[str, str]]]] = field(default_factory=dict)
    codes: dict[str, tuple[float, str]] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=lambda: {REFRESH})
    reports: dict[str, Report] = field(default_factory=dict)
    advertising: dict[str, Report] = field(default_factory=dict)
    buckets: dict[str, Bucket] = field(default_factory=dict)
    urls: dict[str, tuple[float, str]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.started = self.wish.clock()

    def now(self) -> float:
        """Seconds since 1970 on the sandbox's own clock."""
        return self.started + (self.wish.clock() - self.started) * self.wish.speed

    def name(self, kind: str) -> str:
        """The next name of its kind; the same seed gives the same names in the same order."""
        self.counted[kind] += 1
        return self.digest(kind, self.counted[kind])[:20]

    def digest(self, *parts: object) -> str:
        return hashlib.sha256(repr((self.wish.seed, *parts)).encode()).hexdigest()

    def dice(self, sides: int, *parts: object) -> int:
        """0 to `sides` - 1, from the seed and `parts` alone."""
        return int(self.digest(*parts)[:12], 16) % sides

    def fails(self, method: str, path: str) -> int | None:
        """Which of the failures (0 to 4) this request meets, or none; the nth request of a path meets its own."""
        self.counted[f"{method} {path}"] += 1
        nth = self.counted[f"{method} {path}"]
        if self.dice(100, "fails", method, path, nth) >= self.wish.failures:
            return None
        return self.dice(5, "how", method, path, nth)

    def takes(self, operation: str, rate: float, burst: float) -> bool:
        """One token of the operation's bucket, where there is one."""
        if not self.wish.throttled:
            return True
        now = self.now()
        bucket = self.buckets.setdefault(operation, Bucket(rate, burst, burst, now))
        bucket.left = min(bucket.burst, bucket.left + (now - bucket.at) * bucket.rate)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True
