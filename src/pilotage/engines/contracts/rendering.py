"""The contract as people read it; each value that a machine reads stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pilotage.engines.contracts.contract import Contract, clause_of, contract_hash
from pilotage.kernel.canonical import canonical_json
from pilotage.kernel.text import Text


def rendered(contract: Contract) -> Text:
    """The whole text: parties, numbered clauses, the parties' own sentences, and the values annex.

    The contract's values must be without fault (`findings`).
    """
    parts = [*_head(contract), *_clauses(contract), *_annex(contract)]
    return Text("\n\n".join(p.zh for p in parts) + "\n", "\n\n".join(p.en for p in parts) + "\n")


def machine_values(contract: Contract) -> dict[str, Any]:
    """What the engines read, by meaning: `{"sla.first_response": "PT4H", …}`; not what has no value yet."""
    return {
        variable.meaning: term.values[variable.name]
        for term in contract.terms
        if (clause := clause_of(term))
        for variable in clause.variables
        if variable.name in term.values
    }


def machine_text(value: Any) -> str:
    """A machine's value as the annex prints it: text as it is, everything else as canonical JSON."""
    return value if isinstance(value, str) else canonical_json(value).decode()


def _head(contract: Contract) -> Iterator[Text]:
    yield Text("服务合同 {number} 第 {version} 版", "Service contract {number}, version {version}").with_(number=contract.number, version=contract.version)  # fmt: skip
    for role, party in ((_SELLER, contract.seller), (_PARTNER, contract.partner)):
        yield _PARTY.with_(role=role, name=party.name, registration=party.registration)


def _clauses(contract: Contract) -> Iterator[Text]:
    number = 0
    for term in contract.terms:
        if clause := clause_of(term):
            number += 1
            body = clause.filled(term.values)
            yield _CLAUSE.with_(number=number, title=clause.title, body=body)
    for text in contract.special:
        number += 1
        yield _CLAUSE.with_(number=number, title=_SPECIAL, body=text)


def _annex(contract: Contract) -> Iterator[Text]:
    values = machine_values(contract)
    lines = "\n".join(f"{meaning} = {machine_text(values[meaning])}" for meaning in sorted(values))
    yield Text("附件：系统读取的数值\n{lines}", "Annex: the values that the system reads\n{lines}").with_(lines=lines)  # fmt: skip
    yield Text("合同哈希 SHA-256：{hash}", "Contract hash, SHA-256: {hash}").with_(hash=contract_hash(contract))  # fmt: skip


_SELLER, _PARTNER = Text("卖家", "Seller"), Text("服务商", "Partner")
_PARTY = Text("{role}：{name}（{registration}）", "{role}: {name} ({registration})")
_CLAUSE = Text("{number}. {title}\n{body}", "{number}. {title}\n{body}")
_SPECIAL = Text("特别约定", "Special agreement")
