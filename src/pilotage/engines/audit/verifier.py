#!/usr/bin/env python3
"""审计包的离线验证 · offline check of an audit bundle. One file: standard library and `cryptography`.

    python verifier.py BUNDLE [--key HEX …] [--checkpoint KEPT.json]

Prints `ok: N events, root …` (exit 0) or names the first bad sequence and what is wrong (exit 1).
No database, no network. `--key` are public keys you trust; without it the keys in the bundle are believed.
`--checkpoint` is one that you kept yourself: it shows whether the end of the chain was cut off since.

A bundle is a file of lines, each one JSON in canonical form (sorted keys, no spaces, UTF-8):
the header `{"closing", "format", "keys", "tenant"}`, then each event in order of `seq`, and after the event
number `size` the checkpoint taken there, `{"checkpoint": {…}, "signatures": [{"key", "role", "signature"}]}`.
An event's hash is SHA-256 over its canonical JSON without `hash`; the tree is that of RFC 9162 over these
hashes; a checkpoint is signed (Ed25519) as `DOMAIN` followed by its canonical JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "pilotage-audit-1"
DOMAIN = b"pilotage checkpoint 1\n"
GENESIS = "0" * 64
FIELDS = frozenset("seq at actor tenant action object before after basis prev_hash hash".split())
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII).fullmatch
# Two requests may take their time in one order and reach the chain in the other.
TOLERANCE = timedelta(seconds=300)


_decode = json.JSONDecoder().decode


class Bad(Exception):
    """The first thing that is wrong, at which sequence number (0: the header)."""

    def __init__(self, seq: int, zh: str, en: str) -> None:
        super().__init__(f"event {seq}: {zh} · {en}" if seq else f"{zh} · {en}")
        self.seq, self.zh, self.en = seq, zh, en


@dataclass
class Tree:
    """A Merkle tree that only grows: the roots of its full subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """One more leaf, given as the 32 bytes of an event's hash."""
        node, size, peaks = sha256(b"\x00" + leaf).digest(), self.size, self.peaks
        while size & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            size >>= 1
        peaks.append(node)
        self.size += 1

    def root(self) -> str:
        """The root in hexadecimal; that of no leaves is the hash of nothing."""
        if not self.peaks:
            return sha256(b"").hexdigest()
        node = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            node = sha256(b"\x01" + peak + node).digest()
        return node.hex()


@dataclass
class Chain:
    """How far the check has come."""

    tenant: str
    keys: dict[str, str]
    tree: Tree = field(default_factory=Tree)
    last_hash: str = GENESIS
    last_at: str = ""
    sealed: int = 0  # the size of the last checkpoint that held
    used: set[str] = field(default_factory=set)  # names of the keys that signed


def check(lines: Iterable[bytes], trusted: Iterable[str] = (), kept: Any = None) -> tuple[int, str]:
    """(number of events, root) of a bundle that holds in every respect; raises `Bad`."""
    rest = iter(lines)
    first = next(rest, b"")
    header = _object(first, 0)
    _exact(header, first.rstrip(b"\n"), 0)
    closing, keys = _header(header, set(trusted))
    chain = Chain(header["tenant"], keys)
    expected = [closing] if kept is None else [closing, kept]
    for signed in expected:
        _signed(chain, signed, 0)
    for line in rest:
        _line(chain, line.rstrip(b"\n"), expected)
    for signed in expected:
        if signed["checkpoint"]["size"] > chain.tree.size:
            raise Bad(chain.tree.size + 1, "链的末尾被截断", "the end of the chain is missing")
    if chain.tree.size > closing["checkpoint"]["size"]:
        raise Bad(chain.sealed + 1, "结尾检查点之后又有事件", "events after the closing checkpoint")
    _agrees(chain, closing["checkpoint"])
    if idle := keys.keys() - chain.used:
        raise Bad(0, "有密钥从未使用", f"keys that signed nothing: {', '.join(sorted(idle))}")
    return chain.tree.size, chain.tree.root()


def _header(header: dict[str, Any], trusted: set[str]) -> tuple[dict[str, Any], dict[str, str]]:
    if header.get("format") != FORMAT or not isinstance(header.get("tenant"), str):
        raise Bad(0, "不是本格式的审计包", f"not a bundle of the format {FORMAT}")
    keys, closing = header.get("keys"), header.get("closing")
    if not isinstance(keys, dict) or not isinstance(closing, dict):
        raise Bad(0, "抬头缺少密钥或结尾检查点", "the header lacks keys or the closing checkpoint")
    if trusted and not set(keys.values()) <= trusted:
        raise Bad(0, "包内有您未信任的密钥", "the bundle has a key that you do not trust")
    return closing, keys


def _line(chain: Chain, line: bytes, expected: list[Any]) -> None:
    seq = chain.tree.size + 1
    read = _object(line, seq)
    if "checkpoint" in read:
        _exact(read, line, seq)
        witnessed(chain, read)
        return
    follow(chain, read, line, seq)
    for signed in expected:
        if signed["checkpoint"]["size"] == chain.tree.size:
            _agrees(chain, signed["checkpoint"])


def witnessed(chain: Chain, signed: dict[str, Any]) -> None:
    """A signed checkpoint over exactly the events so far: the signatures hold, and it is these events. Raises `Bad`."""
    seq = chain.tree.size + 1
    _signed(chain, signed, seq)
    if signed["checkpoint"]["size"] != chain.tree.size:
        raise _elsewhere(signed["checkpoint"]["size"], seq)
    _agrees(chain, signed["checkpoint"])


def _elsewhere(size: int, seq: int) -> Bad:
    if size >= seq:
        return Bad(
            seq,
            f"已签名的检查点涵盖第 {seq} 至 {size} 条，此处缺失",
            f"events {seq} to {size}, which a signed checkpoint covers, are missing here",
        )
    return Bad(seq, "检查点与事件数不符", "a checkpoint stands where its size does not fit")


def follow(chain: Chain, event: dict[str, Any], line: bytes, seq: int) -> None:
    """One event more, which must be number `seq`; `line` is its canonical JSON. Raises `Bad`."""
    if event.keys() != FIELDS:
        raise Bad(seq, "字段不符", "it does not have the eleven fields of an event")
    if event["tenant"] != chain.tenant:
        raise Bad(seq, "属于另一家卖家的链", f"it belongs to another chain, {event['tenant']}")
    if event["seq"] != seq or event["seq"] is True:
        raise _misplaced(event, seq)
    if event["prev_hash"] != chain.last_hash:
        raise Bad(seq, "与前一条不相连：其中一条被替换", "it does not follow the event before")
    told = str(event["hash"])
    # The lines are canonical: what the hash covers is the line without the hash itself.
    covered = line.replace(b'"hash":"' + told.encode() + b'",', b"", 1)
    if sha256(covered).hexdigest() != told:
        raise Bad(seq, "内容被改动", "its content was changed")
    _forwards(chain, str(event["at"]), seq)
    chain.last_hash = told
    chain.tree.add(bytes.fromhex(told))


def _misplaced(event: dict[str, Any], seq: int) -> Bad:
    found = event["seq"]
    if not isinstance(found, int) or found > seq:
        return Bad(seq, "此条缺失", f"it is missing; {found} comes in its place")
    if found == seq - 1:
        return Bad(found, "分叉：同一序号有两条", "a fork: two events have this number")
    return Bad(seq, "顺序被打乱", f"out of order: {found} comes in its place")


def _forwards(chain: Chain, at: str, seq: int) -> None:
    """Times are UTC text of one width, so later text is a later time."""
    if _TIME(at) is None:
        raise Bad(seq, "时间无法读取", f"not a time: {at}")
    if at < chain.last_at:
        if _instant(at, seq) + TOLERANCE < _instant(chain.last_at, seq):
            raise Bad(seq, "时钟倒退", f"the clock went back, from {chain.last_at} to {at}")
    else:
        chain.last_at = at


def _instant(text: str, seq: int) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Bad(seq, "时间无法读取", f"not a time: {text}") from None


def _agrees(chain: Chain, checkpoint: dict[str, Any]) -> None:
    same = (checkpoint["root"], checkpoint["head"]) == (chain.tree.root(), chain.last_hash)
    if not same:
        raise Bad(
            chain.sealed + 1,
            f"第 {chain.sealed + 1} 至 {chain.tree.size} 条与已签名的检查点不符",
            f"events {chain.sealed + 1} to {chain.tree.size} are not those of the signed checkpoint",
        )
    chain.sealed = chain.tree.size


def _signed(chain: Chain, signed: Any, seq: int) -> None:
    """The checkpoint has the right shape, is of this chain, and every signature on it holds."""
    parts = signed if isinstance(signed, dict) else {}
    checkpoint, signatures = parts.get("checkpoint"), parts.get("signatures")
    if not isinstance(checkpoint, dict) or not isinstance(signatures, list):
        raise Bad(seq, "检查点无法读取", "a checkpoint cannot be read")
    if checkpoint.keys() != {"at", "head", "kind", "root", "size", "tenant"}:
        raise Bad(seq, "检查点字段不符", "a checkpoint does not have its six fields")
    if type(checkpoint["size"]) is not int:
        raise Bad(seq, "检查点字段不符", "the size of a checkpoint is no number")
    if checkpoint["tenant"] != chain.tenant:
        raise Bad(seq, "检查点属于另一条链", "a checkpoint belongs to another chain")
    message = DOMAIN + canonical(checkpoint)
    roles = {_role(chain, signature, message, seq) for signature in signatures}
    if "platform" not in roles:
        raise Bad(seq, "检查点没有平台签名", "a checkpoint lacks the platform's signature")


def _role(chain: Chain, signature: Any, message: bytes, seq: int) -> str:
    try:
        key, role = chain.keys[signature["key"]], str(signature["role"])
        if holds(key, str(signature["signature"]), message):
            # The role is bound to the key's name, not to what the line says.
            if signature["key"].partition(":")[0] != role:
                raise Bad(seq, "签名角色不符", "a signature claims another role than its key")
            chain.used.add(signature["key"])
            return role
    except (KeyError, TypeError, AttributeError):
        pass
    raise Bad(seq, "检查点签名无效", "a signature on a checkpoint does not hold")


@lru_cache(maxsize=4096)
def holds(public_key: str, signature: str, message: bytes) -> bool:
    """Whether an Ed25519 signature (hexadecimal) of `message` holds."""
    try:
        key, signed = bytes.fromhex(public_key), bytes.fromhex(signature)
        Ed25519PublicKey.from_public_bytes(key).verify(signed, message)
    except (InvalidSignature, ValueError):
        return False
    # One spelling of each, or a changed file could still hold.
    return (key.hex(), signed.hex()) == (public_key, signature)


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8 (half a surrogate pair, which UTF-8 lacks, as `?`)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(errors="replace")


def _object(line: bytes, seq: int) -> dict[str, Any]:
    try:
        read = _decode(line.decode())
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise Bad(seq, "此行无法读取", "its line cannot be read")
    return read


def _exact(read: dict[str, Any], line: bytes, seq: int) -> None:
    """The line is the one way to write what it says."""
    if canonical(read) != line:
        raise Bad(seq, "此行不是规范格式", "its line is not in canonical form")


def _lines(path: str) -> Iterator[bytes]:
    with Path(path).open("rb") as file:
        yield from file


def main(argv: list[str] | None = None) -> int:
    """0: everything holds. 1: the first thing that does not. 2: no such file."""
    parser = argparse.ArgumentParser(prog="verifier.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("bundle")
    parser.add_argument("--key", action="append", default=[], metavar="HEX")
    parser.add_argument("--checkpoint", metavar="KEPT.json")
    asked = parser.parse_args(argv)
    try:
        kept = None if asked.checkpoint is None else json.loads(Path(asked.checkpoint).read_bytes())
        events, root = check(_lines(asked.bundle), asked.key, kept)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"无法读取 · cannot read: {error}\n")
        return 2
    except Bad as bad:
        sys.stdout.write(f"bad: {bad}\n")
        return 1
    sys.stdout.write(f"ok: {events} events, root {root}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
