"""The offline verifier: a million events in one bundle, and a hundred thousand tamperings."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.engines.audit.test_verifier import survivors

from pilotage.engines.audit import GENESIS, Signer, Tree, bundle, canonical, check, checkpoint

EVENTS, EVENTS_BAR = 1_000_000, 10.0  # seconds of one core
TAMPERINGS, PARTS = 100_000, 20
_TENANT = "seller:bench"
_START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Both figures, each beside its bar."""
    signer = Signer("platform:bench", Ed25519PrivateKey.generate())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.jsonl"
        _write(path, signer)
        begin = time.thread_time()
        with path.open("rb") as lines:
            events, _ = check(lines)
        spent = time.thread_time() - begin
        begin = time.thread_time()
        with path.open("rb") as lines:
            for line in lines:
                json.loads(line)
        bare = time.thread_time() - begin
    verdict = "met" if spent <= EVENTS_BAR else "MISSED"
    print(f"{events:>10,} events verified in {spent:.2f} s   ≤ {EVENTS_BAR} s  {verdict}")
    print(f"{'':>10} that is {spent / bare:.2f} × reading the same lines as JSON and no more")
    with multiprocessing.Pool() as pool:
        left = sum(pool.starmap(_unnoticed, [(seed,) for seed in range(PARTS)], chunksize=1))
    print(f"{TAMPERINGS:>10,} tamperings, {left} unnoticed   0  {'met' if not left else 'MISSED'}")


def _unnoticed(seed: int) -> int:
    return len(survivors(f"bench {seed}", TAMPERINGS // PARTS))


def _write(path: Path, signer: Signer) -> None:
    """The bundle with one checkpoint an hour, as the platform takes them."""
    tree, head, taken = Tree(), GENESIS, []
    for event in _events():
        head = str(event["hash"])
        tree.add(bytes.fromhex(head))
        if event["seq"] % 1000 == 0:
            taken.append(checkpoint(_TENANT, tree, head, _START, "hourly", signer))
    closing = checkpoint(_TENANT, tree, head, _START, "export", signer)
    keys = {signer.name: signer.public}
    path.write_bytes(b"".join(bundle(_TENANT, _events(), taken, closing, keys)))


def _events() -> Iterator[dict[str, Any]]:
    head = GENESIS
    for seq in range(1, EVENTS + 1):
        at = _START + timedelta(seconds=seq)
        fields = {
            "seq": seq,
            "at": f"{at:%Y-%m-%dT%H:%M:%S.%f}Z",
            "actor": "user:bench",
            "tenant": _TENANT,
            "action": "filing.confirmed",
            "object": f"filing:{seq}",
            "before": None,
            "after": {"amount": "80.00"},
            "basis": "",
            "prev_hash": head,
        }
        head = sha256(canonical(fields)).hexdigest()
        yield {**fields, "hash": head}


if __name__ == "__main__":
    main()
