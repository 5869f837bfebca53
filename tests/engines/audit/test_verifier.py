"""The offline verifier: it accepts what is whole, and names the first bad sequence of what is not."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from hashlib import sha256

import pytest
from tests.engines.audit import chains

from pilotage.cli.main import main
from pilotage.engines.audit import Bad, Tree, check, checkpoint, verifier

EVENTS, TAKEN, CLOSING = chains.chain(45)
WHOLE = chains.lines(EVENTS, TAKEN, CLOSING)
ALONE = {chains.PLATFORM.name: chains.PLATFORM.public}


def refused(events=EVENTS, taken=TAKEN, closing=CLOSING, keys=chains.KEYS, **given):
    with pytest.raises(Bad) as caught:
        check(chains.lines(events, taken, closing, keys=keys), **given)
    return caught.value


def test_a_whole_bundle_holds():
    events, root = check(WHOLE)
    assert (events, root) == (45, CLOSING["checkpoint"]["root"])


def test_an_empty_chain_holds():
    closing = checkpoint(chains.TENANT, Tree(), chains.GENESIS, chains.START, "export", chains.PLATFORM)  # fmt: skip
    assert check(chains.lines([], [], closing, keys=ALONE)) == (0, sha256(b"").hexdigest())


def test_the_tree_is_that_of_rfc_9162():
    def root(leaves):
        if len(leaves) == 1:
            return sha256(b"\x00" + leaves[0]).digest()
        split = 1 << (len(leaves) - 1).bit_length() - 1
        return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()

    leaves, tree = [], Tree()
    for n in range(70):
        leaves.append(sha256(bytes([n])).digest())
        tree.add(leaves[-1])
        assert tree.root() == root(leaves).hex()


def _replaced(seq, **fields):
    changed = [*EVENTS]
    changed[seq - 1] = {**changed[seq - 1], **fields}
    return changed


FORGED = [*EVENTS[:16], *chains.relinked(_replaced(17, actor="mallory"), 16)[16:]]


@pytest.mark.parametrize(
    ("events", "seq", "says"),
    [
        (_replaced(17, actor="mallory"), 17, "content was changed"),
        (_replaced(17, after={"amount": "80.0"}), 17, "content was changed"),
        ([*EVENTS[:16], chains.hashed(_replaced(17, actor="m")[16]), *EVENTS[17:]], 18, "does not follow"),
        ([*EVENTS[:16], *EVENTS[17:]], 17, "missing"),
        (EVENTS[5:], 1, "missing"),
        ([*EVENTS[:16], EVENTS[17], EVENTS[16], *EVENTS[18:]], 17, "missing"),
        ([*EVENTS[:17], EVENTS[3], *EVENTS[17:]], 18, "out of order"),
        ([*EVENTS[:17], EVENTS[16], *EVENTS[17:]], 17, "fork"),
        ([*EVENTS[:17], chains.event(17, EVENTS[15]["hash"], actor="m"), *EVENTS[17:]], 17, "fork"),
        ([*EVENTS[:17], chains.event(18, EVENTS[16]["hash"], actor="m"), *EVENTS[17:]], 18, "fork"),
        ([*EVENTS[:30], chains.chain(45, "seller:OTHER")[0][30], *EVENTS[31:]], 31, "another chain"),
        (EVENTS[:-1], 45, "end of the chain is missing"),
        (EVENTS[:3], 4, "events 4 to 10, which a signed checkpoint covers, are missing"),
        ([], 1, "events 1 to 10, which a signed checkpoint covers, are missing"),
        ([*EVENTS, chains.event(46, EVENTS[-1]["hash"])], 46, "after the closing"),
        ([*EVENTS[:8], {**EVENTS[8], "seq": True}, *EVENTS[9:]], 9, "out of order"),
        (_replaced(9, extra=1), 9, "eleven fields"),
        (FORGED, 11, "events 11 to 20 are not those of the signed checkpoint"),
        (chains.relinked(_replaced(30, at="2026-03-02T03:00:00.000000Z"), 29), 30, "clock went back"),
        (chains.relinked(_replaced(30, at="tomorrow"), 29), 30, "not a time"),
        (chains.relinked(_replaced(30, at="2026-02-30T00:00:00.000000Z"), 29), 30, "not a time"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_first_sequence(events, seq, says):
    bad = refused(events)
    assert says in bad.en
    assert bad.seq == seq


def test_two_requests_that_crossed_are_no_rollback():
    crossed = chains.relinked(_replaced(45, at=EVENTS[43]["at"][:15] + "7:59.999999Z"), 44)
    tree = Tree()
    for one in crossed:
        tree.add(bytes.fromhex(one["hash"]))
    closing = checkpoint(chains.TENANT, tree, crossed[-1]["hash"], chains.START, "export", chains.PLATFORM)  # fmt: skip
    assert crossed[-1]["at"] < crossed[-2]["at"]
    assert check(chains.lines(crossed, TAKEN, closing))[0] == 45


def _signed(signed, **fields):
    return {**signed, "checkpoint": {**signed["checkpoint"], **fields}}


STRANGER = chains.Signer("platform:2026", chains.SELLER.key)
AS_PLATFORM = {**CLOSING["signatures"][0], "role": "platform", "key": "seller:owner"}


@pytest.mark.parametrize(
    ("closing", "says"),
    [
        (_signed(CLOSING, size=44), "signature"),
        (_signed(CLOSING, root="0" * 64), "signature"),
        (_signed(CLOSING, tenant="seller:OTHER"), "another chain"),
        (_signed(CLOSING, more=1), "six fields"),
        (_signed(CLOSING, size="45"), "no number"),
        ({**CLOSING, "signatures": []}, "lacks the platform"),
        ({**CLOSING, "signatures": [{}]}, "does not hold"),
        ({**CLOSING, "signatures": None}, "cannot be read"),
        ({**CLOSING, "signatures": [chains.SELLER.signature(CLOSING["checkpoint"])]}, "lacks the platform"),
        ({**CLOSING, "signatures": [STRANGER.signature(CLOSING["checkpoint"])]}, "does not hold"),
        ({**CLOSING, "signatures": [{**chains.SELLER.signature(CLOSING["checkpoint"]), "role": "platform"}]}, "another role"),
        (TAKEN[-1], "after the closing"),
    ],
)  # fmt: skip
def test_a_checkpoint_must_be_signed_and_of_this_chain(closing, says):
    assert says in refused(closing=closing).en


def test_a_signature_has_one_spelling():
    signature = CLOSING["signatures"][0]
    loud = {**CLOSING, "signatures": [{**signature, "signature": signature["signature"].upper()}]}
    assert "does not hold" in refused(closing=loud).en
    name, key = chains.PLATFORM.name, chains.PLATFORM.public
    assert "does not hold" in refused(keys={**chains.KEYS, name: key.upper()}).en
    header = chains.read(WHOLE[0])
    header["keys"]["seller:idle"] = "00"
    with pytest.raises(Bad, match="signed nothing: seller:idle"):
        check([chains.canonical(header) + b"\n", *WHOLE[1:]])
    spaced = [WHOLE[0].replace(b'":"', b'": "', 1), *WHOLE[1:]]
    with pytest.raises(Bad, match="canonical"):
        check(spaced)


def test_a_checkpoint_out_of_its_place_is_refused():
    """Before the events that it covers they are missing; behind further ones it stands at the wrong place."""
    for place, says in ((4, "are missing here"), (14, "does not fit")):
        moved = [line for line in WHOLE if b'"kind":"hourly"' not in line]
        moved.insert(place, chains.canonical(TAKEN[0]) + b"\n")
        with pytest.raises(Bad, match=says):
            check(moved)


def test_a_chain_cut_off_and_closed_again_is_shown_by_a_checkpoint_that_was_kept():
    events, taken, closing = chains.chain(30)
    assert check(chains.lines(events, taken, closing))[0] == 30
    bad = refused(events, taken, closing, kept=CLOSING)
    assert (bad.seq, bad.en) == (31, "the end of the chain is missing")


def test_a_history_written_anew_is_shown_by_a_checkpoint_that_was_kept():
    anew = chains.relinked([{**e, "actor": "m"} for e in EVENTS], 0)
    tree = Tree()
    for one in anew:
        tree.add(bytes.fromhex(one["hash"]))
    closing = checkpoint(chains.TENANT, tree, anew[-1]["hash"], chains.START, "export", chains.PLATFORM)  # fmt: skip
    assert check(chains.lines(anew, [], closing, keys=ALONE))[0] == 45
    assert refused(anew, [], closing, kept=TAKEN[1]).seq == 1


def test_only_trusted_keys_are_believed_when_some_are_named():
    assert check(WHOLE, trusted=chains.KEYS.values())[0] == 45
    assert "do not trust" in refused(trusted=[chains.PLATFORM.public]).en


@pytest.mark.parametrize(
    "header", [b"", b"x", b"[]", b"{}", b'{"format":"pilotage-audit-1","tenant":"t"}', b'{"a":' * 5000]
)  # fmt: skip
def test_what_is_no_bundle_is_called_so(header):
    with pytest.raises(Bad) as caught:
        check([header, *WHOLE[1:]])
    assert caught.value.seq == 0


def tampered(dice):
    """One change of the bundle's lines that somebody could make, repaired as far as they could."""
    whole, at = [*WHOLE], dice.randrange(len(WHOLE))
    match dice.randrange(7):
        case 0:  # one bit
            line = bytearray(whole[at])
            line[dice.randrange(len(line) - 1)] ^= 1 << dice.randrange(8)
            whole[at] = bytes(line)
        case 1:
            del whole[at]
        case 2:
            whole.insert(dice.randrange(1, len(whole) + 1), whole[dice.randrange(1, len(whole))])
        case 3:
            other = dice.choice([n for n in range(len(whole)) if n != at])
            whole[at], whole[other] = whole[other], whole[at]
        case 4:
            del whole[at:]
        case 5:  # a value changed and its own hash made good
            events = [*EVENTS]
            place = dice.randrange(len(events))
            events[place] = chains.hashed({**events[place], "actor": f"m{dice.random()}"})
            whole = chains.lines(events, TAKEN, CLOSING)
        case 6:  # and every hash after it
            place = dice.randrange(len(EVENTS))
            changed = _replaced(place + 1, object=f"o{dice.random()}")
            whole = chains.lines(chains.relinked(changed, place), TAKEN, CLOSING)
    return whole


def survivors(seed, number):
    """The tamperings that the verifier did not notice."""
    dice, found = random.Random(seed), []
    for _ in range(number):
        lines = tampered(dice)
        try:
            check(lines)
        except Bad:
            continue
        found.append(lines)
    # Taking a checkpoint away takes away a witness, and writing one twice adds nothing: no event is touched.
    witnesses = {line for line in WHOLE if b'"kind":"hourly"' in line}
    history = [line for line in WHOLE if line not in witnesses]
    return [lines for lines in found if [x for x in lines if x not in witnesses] != history]


def test_two_hundred_tamperings_are_all_noticed():
    assert survivors(1, 200) == []


@pytest.mark.slow
def test_eight_thousand_tamperings_are_all_noticed():
    assert survivors(2, 8_000) == []


def test_the_file_alone_is_enough(tmp_path):
    """Copied beside a bundle, with nothing of this product to import."""
    alone = shutil.copy(verifier.__file__, tmp_path / "verifier.py")
    (tmp_path / "b.jsonl").write_bytes(b"".join(WHOLE))
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        _RUN,
        str(alone),
        _site(),
        str(tmp_path / "b.jsonl"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"ok: 45 events, root {check(WHOLE)[1]}\n")


def _site():
    import cryptography

    return str(
        next(p for p in map(str, sys.path) if cryptography.__file__.startswith(p + "/crypt"))
    )


# Only `cryptography` is within reach; `pilotage` would be a failure.
_RUN = """
import runpy, sys
script, site, bundle = sys.argv[1:]
sys.path.append(site)
sys.modules["pilotage"] = None
sys.argv = [script, bundle]
runpy.run_path(script, run_name="__main__")
"""


@pytest.mark.parametrize(
    ("lines", "status", "starts"),
    [(WHOLE, 0, "ok: 45 events, root "), (WHOLE[:20], 1, "bad: event 19: ")],
)
def test_the_command(tmp_path, capsys, lines, status, starts):
    path, kept = tmp_path / "b.jsonl", tmp_path / "kept.json"
    path.write_bytes(b"".join(lines))
    kept.write_text(json.dumps(TAKEN[2]), encoding="utf-8")
    words = ["audit", "verify", str(path), "--key", chains.PLATFORM.public, "--key", chains.SELLER.public]  # fmt: skip
    assert main([*words, "--checkpoint", str(kept)]) == status
    assert capsys.readouterr().out.startswith(starts)


def test_no_such_bundle(tmp_path, capsys):
    assert main(["audit", "verify", str(tmp_path / "none")]) == 2
    assert "cannot read" in capsys.readouterr().err
