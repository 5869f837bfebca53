"""What each operation of Amazon's Selling Partner API does to a seller (亚马逊接口的操作分类).

    operations()["POST /finances/transfers/2024-06-01/payouts"].kind   → Kind.NEVER_FUNDS
    feed("POST_FLAT_FILE_FBA_CREATE_REMOVAL").kind                     → Kind.NEVER_STOCK
    token(body, {"amzn1.spdoc.1": "GET_VAT_TRANSACTION_DATA"})         → what it opens, or why it is not asked for

Tables beside the code, each with its source: `operations.tsv` (every operation, by method and path),
`feeds.tsv` (feeds, by type), `restricted.tsv` (reports behind a token, by type), `roles.tsv` (what the application asks a
seller for), `reports.tsv` (files of a month), `consent.yaml` (where, and for how long). What no table holds is unknown, and
who asks must refuse it.
"""

from pilotage.engines.sp_api.consent import (
    Lasting,
    authorise_address,
    endpoint,
    lasting,
    seller_central,
)
from pilotage.engines.sp_api.operations import (
    NEVER,
    OPEN,
    Feed,
    Kind,
    Operation,
    feed,
    feeds,
    operations,
)
from pilotage.engines.sp_api.reports import MonthFile, Way, by_hand, month_file, month_files
from pilotage.engines.sp_api.restricted import CREATE_TOKEN, Restricted, restricted, token
from pilotage.engines.sp_api.roles import Role, requested_roles, roles

__all__ = [
    "CREATE_TOKEN",
    "NEVER",
    "OPEN",
    "Feed",
    "Kind",
    "Lasting",
    "MonthFile",
    "Operation",
    "Restricted",
    "Role",
    "Way",
    "authorise_address",
    "by_hand",
    "endpoint",
    "feed",
    "feeds",
    "lasting",
    "month_file",
    "month_files",
    "operations",
    "requested_roles",
    "restricted",
    "roles",
    "seller_central",
    "token",
]
