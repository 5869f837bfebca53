"""YAML as it was written: every scalar is text, a blank or null is None.

Left to itself YAML guesses: Norway's code NO becomes false, a number loses its leading zeros.
"""

from __future__ import annotations

import re

import yaml

_NULL = "tag:yaml.org,2002:null"
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class _Text(yaml.BaseLoader):
    """`BaseLoader` guesses nothing at all; only the absence of a value is added to it."""


_Text.add_implicit_resolver(_NULL, re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
_Text.add_constructor(_NULL, lambda loader, node: None)


def read_yaml(content: bytes) -> object:
    """The document; raises ValueError when it cannot be read."""
    try:
        return yaml.load(content, Loader=_Text)  # noqa: S506 - makes text only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError("not YAML") from error


def flag(written: object) -> bool | None:
    """What `true`, `yes`, `on` or their opposites say in any case; None for anything else."""
    return _FLAGS.get(written.lower()) if isinstance(written, str) else None
