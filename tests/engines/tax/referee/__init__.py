"""A slow referee of the tax contract: one row at a time, Decimal, no column anywhere.

Written from `contracts/tax.md` alone, without a look at the engine, so that both can be wrong only
independently. `judge(files, seller, costs, fx)` answers what the command must answer.
"""

from tests.engines.tax.referee.judge import Verdict, judge
from tests.engines.tax.referee.profile import Profile

__all__ = ["Profile", "Verdict", "judge"]
