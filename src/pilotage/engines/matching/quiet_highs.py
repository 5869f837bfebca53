"""HiGHS without its banner, which its constructor writes to standard output, where a command's JSON stands."""

from __future__ import annotations

import highspy


class QuietHighs(highspy.Highs):  # type: ignore[misc]  # read without types, see pyproject.toml
    """The solver with `output_flag` off before the constructor enables callbacks, which writes the banner."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
        self.silent()
        super().enableCallbacks()
