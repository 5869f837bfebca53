"""Listings (商品信息) against the dated rules of a store: lengths, bytes, characters, words, units, volts, plugs, safety.

    rules = rulebook("DE", date(2026, 11, 26))
    source = open_listings(Path("listings.txt"), rules.store.marketplace_id, rules.languages)
    account = Account()
    for found in checked(source.rows, rules, account):
        print(found.code, found.sku, found.message.zh)

**Rows in = checked + rejected.** A row is a listing or a `Reject` with its reason; unknown columns stay on the listing.
**Rules** are rows of `law/tables/listings`, each with its first day, source and confidence; a rule that is not recorded for
the day is told as not judged. **Suggestions** show what they change and never alter meaning: characters and tags go, units
get their exact conversion before them, blanks are joined; nothing is ever cut off or converted by rounding. `followed` applies those that a person accepted, no other.
"""

from pilotage.engines.listings.checks import Account, check, checked
from pilotage.engines.listings.findings import Finding, codes
from pilotage.engines.listings.following import Accepted, followed
from pilotage.engines.listings.listing import Listing, Reject, Written
from pilotage.engines.listings.reading import REASONS, Source, open_listings
from pilotage.engines.listings.rulebook import Rulebook, rulebook
from pilotage.engines.listings.suggestion import Suggestion
from pilotage.engines.listings.written import account_json, finding_json, head_json, write_json

__all__ = [
    "REASONS",
    "Accepted",
    "Account",
    "Finding",
    "Listing",
    "Reject",
    "Rulebook",
    "Source",
    "Suggestion",
    "Written",
    "account_json",
    "check",
    "checked",
    "codes",
    "finding_json",
    "followed",
    "head_json",
    "open_listings",
    "rulebook",
    "write_json",
]
