"""How long a seller's consent and the application's secret last, and where a seller is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from pilotage.kernel.yaml_text import read_yaml


@dataclass(frozen=True, slots=True)
class Lasting:
    """Days from being given to its end, and who says so."""

    days: int
    source: str
    address: str
    checked_on: str
    confidence: str


@cache
def lasting(what: str) -> Lasting:
    """Of a `consent` or a `secret`; raises KeyError for anything else."""
    row = _told()["lasting"][what]
    return Lasting(int(row["days"]), row["source"], row["address"], row["checked_on"], row["confidence"])  # fmt: skip


def seller_central() -> Mapping[str, str]:
    """Host of Seller Central by country of the site. Source: the archived developer guide, unverified since."""
    found: Mapping[str, str] = _told()["hosts"]["sites"]
    return found


def endpoint(region: str) -> str:
    """Where SP-API answers for a region (na, eu, fe); raises KeyError for another."""
    found: str = _told()["endpoints"]["regions"][region]
    return found


def authorise_address(site: str, application: str, state: str, back: str, instead: str = "") -> str:
    """Where the browser of a seller goes to consent; `instead` replaces Amazon's own address, e.g. by a sandbox's.

    Raises KeyError for a site without a known Seller Central.
    """
    host = instead or f"https://{seller_central()[site]}"
    asked = {"application_id": application, "state": state, "redirect_uri": back}
    return f"{host.rstrip('/')}/apps/authorize/consent?{urlencode(asked)}"


@cache
def _told() -> dict[str, Any]:
    read = read_yaml((resources.files(__package__) / "consent.yaml").read_bytes())
    if not isinstance(read, dict):
        raise ValueError("consent.yaml is not a table")
    return read
