"""What each operation of Amazon's Selling Partner API does to a seller (亚马逊接口的操作分类).

    operation("POST", "/finances/transfers/2024-06-01/payouts").kind   → Kind.NEVER_FUNDS
    feed("POST_FLAT_FILE_FBA_CREATE_REMOVAL").kind                     → Kind.NEVER_STOCK

Tables beside the code, each with its source: `operations.tsv` (every operation, by method and path),
`feeds.tsv` (feeds, by type), `roles.tsv` (what the application asks a seller for), `consent.yaml` (where, and for how long). What no table holds
is unknown, and who asks must refuse it.
"""

from pilotage.engines.sp_api.consent import Lasting, authorise_address, lasting, seller_central
from pilotage.engines.sp_api.operations import (
    NEVER,
    OPEN,
    Feed,
    Kind,
    Operation,
    feed,
    feeds,
    operation,
    operations,
)
from pilotage.engines.sp_api.roles import Role, roles

__all__ = [
    "NEVER",
    "OPEN",
    "Feed",
    "Kind",
    "Lasting",
    "Operation",
    "Role",
    "authorise_address",
    "feed",
    "feeds",
    "lasting",
    "operation",
    "operations",
    "roles",
    "seller_central",
]
