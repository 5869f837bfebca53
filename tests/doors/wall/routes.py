"""Every address of the product, by walking Django's resolver: pages and API alike."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def every_route() -> list[str]:
    """Qualified names, sorted; an address without a name stands as `unnamed:<pattern>`."""
    return sorted(set(_walk(get_resolver(), "", "")))


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one, inner, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            name = namespace + one.name if one.name else f"unnamed:{prefix}{one.pattern}"
            yield name
