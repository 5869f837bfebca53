"""Chains of invented events, and ways to tamper with a bundle of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pilotage.engines.audit import GENESIS, Signer, Tree, bundle, canonical, checkpoint, cosigned

TENANT = "seller:ORG7K3MZ2Q9"
PLATFORM = Signer("platform:2026", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
SELLER = Signer("seller:owner", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
KEYS = {PLATFORM.name: PLATFORM.public, SELLER.name: SELLER.public}
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def hashed(event):
    """The event with the hash that its other fields have."""
    fields = {name: value for name, value in event.items() if name != "hash"}
    return {**fields, "hash": sha256(canonical(fields)).hexdigest()}


def event(seq, prev_hash, tenant=TENANT, **fields):
    at = START + timedelta(minutes=7 * seq)
    return hashed(
        {
            "seq": seq,
            "at": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "actor": f"用户 {seq % 3}",
            "tenant": tenant,
            "action": "filing.confirmed",
            "object": f"filing:{seq}",
            "before": None,
            "after": {"amount": "80.00", "hash": "not this one", "note": "已核对"},
            "basis": "",
            "prev_hash": prev_hash,
            **fields,
        }
    )


def chain(length, tenant=TENANT, every=10):
    """(events, checkpoints, closing): hourly ones every so many events, every second one co-signed."""
    events, taken, tree, head = [], [], Tree(), GENESIS
    for seq in range(1, length + 1):
        events.append(event(seq, head, tenant))
        head = events[-1]["hash"]
        tree.add(bytes.fromhex(head))
        if seq % every == 0:
            at = START + timedelta(minutes=7 * seq)
            signed = checkpoint(tenant, tree, head, at, "hourly", PLATFORM)
            taken.append(cosigned(signed, SELLER) if seq % (2 * every) == 0 else signed)
    closing = checkpoint(tenant, tree, head, START + timedelta(days=30), "export", PLATFORM)
    return events, taken, closing


def lines(events, taken, closing, tenant=TENANT, keys=KEYS):
    return list(bundle(tenant, events, taken, closing, keys))


def relinked(events, since):
    """The events with every hash and link made good again from position `since` on."""
    done = list(events[:since])
    head = done[-1]["hash"] if done else GENESIS
    for one in events[since:]:
        done.append(hashed({**one, "prev_hash": head}))
        head = done[-1]["hash"]
    return done


def read(line):
    return json.loads(line)
