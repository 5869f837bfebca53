"""`python -m bench [TOPIC …] [--OPTION …]`: runs the measured bars one after the other; each prints the bar beside the figure.

Options, such as `--quick` of `search`, are for the topics: each looks for its own.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> int:
    """All topics, or the named ones. A topic that cannot run says why and the others go on."""
    topics = sorted(
        m.name
        for m in pkgutil.iter_modules([str(Path(__file__).parent)])
        if not m.name.startswith("_")
    )
    failed = 0
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    for topic in named or topics:
        print(f"== {topic}", flush=True)
        try:
            importlib.import_module(f"bench.{topic}").main()
        except Exception as error:
            failed += 1
            print(f"{topic} could not be measured: {type(error).__name__}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
