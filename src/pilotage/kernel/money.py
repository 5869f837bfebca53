"""Money: an exact amount that never travels without its currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilotage.kernel.decimals import EXACT, Rounding, rounded
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

# ISO 4217 minor units that are not 2 (list one of the standard, as of 2026).
_MINOR_UNITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def minor_units(currency: str) -> int:
    """Decimals of a currency by ISO 4217: EUR 2, JPY 0, KWD 3."""
    return _MINOR_UNITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency; refuses floats and other currencies.

    >>> Money.of("80.00", "EUR") * 5
    Money(amount=Decimal('400.00'), currency='EUR')
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}")
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            raise ValueError(f"not an ISO 4217 code: {self.currency!r}")

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Money:
        """Money from text, a whole number or a Decimal; a float is a TypeError."""
        if isinstance(amount, float):
            raise TypeError("Money refuses binary floats")
        return cls(Decimal(amount), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Decimal(0), currency)

    def __add__(self, other: Money) -> Money:
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, float):
            raise TypeError("Money refuses binary floats")
        return Money(EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def rounded(self, mode: Rounding = Rounding.HALF_UP) -> Money:
        """To the minor unit of the currency, by the named rule."""
        return Money(rounded(self.amount, minor_units(self.currency), mode), self.currency)

    def converted(self, rate: Decimal, currency: str) -> Money:
        """At `rate` units of `currency` for one unit of this; exact, round it by name afterwards."""
        return Money(EXACT.multiply(self.amount, rate), currency)

    def text(self) -> str:
        """The amount at the currency's decimals, for files and JSON: `"400.00"`."""
        return str(self.rounded().amount)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise Invalid(
                "MIXED_CURRENCIES",
                Text(
                    "不同币种不能直接相加：{left} 与 {right}。",
                    "{left} and {right} cannot be added.",
                ),
                Text("请先按注明日期的汇率换算。", "Convert first, at a rate with a date."),
                left=self.currency,
                right=other.currency,
            )
        return other.amount


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum of amounts that are all in `currency` (zero of it for none)."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result
