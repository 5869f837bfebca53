"""Who hangs together: components of links, and circles of directed ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence


def components(linked: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Everybody who can be reached from each other, the sets in order of their first name."""
    left = set(linked)
    while left:
        reached, edge = set(), [min(left)]
        while edge:
            at = edge.pop()
            if at not in reached:
                reached.add(at)
                edge += sorted(linked[at] - reached)
        left -= reached
        yield reached


def strong(edges: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Strongly connected sets of two firms or more (Kosaraju, without recursion)."""
    back: dict[str, set[str]] = defaultdict(set)
    for one, others in edges.items():
        for other in others:
            back[other].add(one)
    order = _finished(edges, sorted({*edges, *back}))
    left = set(order)
    for root in reversed(order):
        reached, todo = set(), [root] if root in left else []
        while todo:
            at = todo.pop()
            if at in left:
                left.discard(at)
                reached.add(at)
                todo += back.get(at, set()) & left
        if len(reached) > 1:
            yield reached


def _finished(edges: Mapping[str, set[str]], nodes: Sequence[str]) -> list[str]:
    """Nodes in the order in which a walk in depth leaves them."""
    order: list[str] = []
    met: set[str] = set()
    for node in nodes:
        todo = [(node, iter(sorted(edges.get(node, ()))))] if node not in met else []
        met.add(node)
        while todo:
            at, following = todo[-1]
            fresh = next((one for one in following if one not in met), None)
            if fresh is None:
                order.append(at)
                todo.pop()
            else:
                met.add(fresh)
                todo.append((fresh, iter(sorted(edges.get(fresh, ())))))
    return order
