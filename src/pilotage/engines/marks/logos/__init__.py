"""Logos (图形商标) that look like one another: by the picture, whatever its colours, size, place, mirror or small turn.

    register = Logos([("a.png", Path("a.png").read_bytes()), ...])
    register.nearest(Path("ours.png").read_bytes(), top=5)   # [Match("b.png", .97, how=("mirrored",)), …]

A picture is looked at in several ways (the whole of it, its ink cut out, its largest parts alone), each as a print
of low frequencies (perceptual hash); a question is also looked at turned and mirrored. The nearest way counts and is
told. As with words: what is near is worth a look; it is no verdict. Measured: `python -m bench logos`.
"""

from pilotage.engines.marks.logos.picture import ink_of, opened
from pilotage.engines.marks.logos.register import Logos, Match

__all__ = ["Logos", "Match", "ink_of", "opened"]
