"""Which internet addresses belong to the public internet. What is not surely public is refused."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Beside what the library knows as not global: protocol assignments, the old 6to4 relays, benchmarks,
# shared space of carriers and clouds, and a cloud's own services that stand on a public number.
_REFUSED_4 = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "168.63.129.16/32"),
    )
)  # fmt: skip
_GLOBAL_6 = ip_network("2000::/3")
# Within it: protocol assignments (with Teredo), documentation, 6to4: tunnels that lead to any IPv4 address.
_REFUSED_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


def is_public(address: str) -> bool:
    """Whether `address` (a literal, without zone) may be connected to for somebody else."""
    try:
        one = ip_address(address)
    except ValueError:
        return False
    if isinstance(one, IPv6Address) and one.ipv4_mapped is not None:
        return _public_4(one.ipv4_mapped)
    return _public_4(one) if isinstance(one, IPv4Address) else _public_6(one)


def _public_4(one: IPv4Address) -> bool:
    usual = one.is_global and not (one.is_multicast or one.is_reserved)
    return usual and not any(one in net for net in _REFUSED_4)


def _public_6(one: IPv6Address) -> bool:
    usual = one.is_global and one in _GLOBAL_6 and one.scope_id is None
    return usual and not any(one in net for net in _REFUSED_6)
