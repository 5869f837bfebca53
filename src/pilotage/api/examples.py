"""One of a kind, for the document: what a body looks like that the platform takes."""

from __future__ import annotations

from pydantic import ConfigDict


def such_as(**fields: object) -> ConfigDict:
    """The configuration of a shape with these fields as its example; a reference in it stands for one of yours."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
