"""Contracts (合同) that a machine can keep: clauses as data, one hash, findings before the signature.

    findings(contract)          # missing, faulty and forbidden (refused), unusual (warned)
    signable(contract)          # the hash that both parties sign, or Invalid
    policy_of(contract)         # what `sla replay` judges by
    seal(paper(contract, …), …) # the PDF that is derived from it, and `examine` of a file somebody brings

The JSON is binding, the text is derived from it; a text never changes under a version.
"""

from pilotage.engines.contracts.charges import ROUNDING_LEVELS, ROUNDING_MODES
from pilotage.engines.contracts.clause import Clause, Library, Variable, library
from pilotage.engines.contracts.contract import (
    Contract,
    Party,
    Term,
    as_json,
    canonical,
    contract_from,
    contract_hash,
)
from pilotage.engines.contracts.evidence import LEVEL, Sealed, Signature, sealed, signed, verify
from pilotage.engines.contracts.findings import Finding, Weight, findings, promises_in, signable
from pilotage.engines.contracts.meaning import (
    acceptance_of,
    credit_terms_of,
    export_terms_of,
    filing_terms_of,
    policy_of,
    report_terms_of,
)
from pilotage.engines.contracts.paper import PARTIES, SEAL, paper
from pilotage.engines.contracts.rendering import machine_text, machine_values, rendered
from pilotage.engines.contracts.sealing import SealVerdict, examine, seal
from pilotage.engines.contracts.versions import Difference, differences

__all__ = [
    "LEVEL",
    "PARTIES",
    "ROUNDING_LEVELS",
    "ROUNDING_MODES",
    "SEAL",
    "Clause",
    "Contract",
    "Difference",
    "Finding",
    "Library",
    "Party",
    "SealVerdict",
    "Sealed",
    "Signature",
    "Term",
    "Variable",
    "Weight",
    "acceptance_of",
    "as_json",
    "canonical",
    "contract_from",
    "contract_hash",
    "credit_terms_of",
    "differences",
    "examine",
    "export_terms_of",
    "filing_terms_of",
    "findings",
    "library",
    "machine_text",
    "machine_values",
    "paper",
    "policy_of",
    "promises_in",
    "rendered",
    "report_terms_of",
    "seal",
    "sealed",
    "signable",
    "signed",
    "verify",
]
