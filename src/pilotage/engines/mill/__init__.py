"""Large report files into typed rows: the Amazon VAT Transactions Report (增值税交易报告), any spelling.

    reading = read(Path("AVTR.csv"), Path("out"))            # out/rows.parquet and a manifest
    connection = connect()
    connection.sql(rows_sql(reading)).show()                  # kept rows, with file_sha256 and row

**Accounting.** `rows.parquet` holds one row per data row of the report, in the report's
order, so that row n of the report (the first data row is 1) is row n of the Parquet file.
A row that cannot be read keeps its place with `fault` filled: STRUCT(column, value, reason).
`rows_sql` shows the kept rows only, `rejects` the others; `duplicates_sql` names rows that an
earlier report of a run already held. rows_in = kept + rejected, always.

**Columns of `rows_sql`.** `file_sha256 VARCHAR` and `row BIGINT` say where a row comes from;
`period_month DATE` (first day of ACTIVITY_PERIOD, else of the month of
TRANSACTION_COMPLETE_DATE, never NULL); then the columns of `COLUMNS`, named as the header in
lower case (`DEPATURE_CITY` is `departure_city`), blank cells NULL:

* text VARCHAR as written (no case folding; `UK`, `EL` stay), without spaces around it where it decides tax;
* `qty`, `price_of_items_vat_rate_percent` (a fraction, 0.19) and the three totals DECIMAL(20,4), other
  amounts, weights and rates DECIMAL(18,4), all rounded half-up to 4 places;
* `vat_inv_exchange_rate` DECIMAL(18,8);
* dates DATE; `activity_period` DATE, the first day of its month.

A column that the file lacks (the 92-column layout of 2020) is there and NULL. Unknown columns
follow under `extra_<header in lower case>` as text. `read(…, columns=("qty", …))` keeps only those
named, plus what `fault`, `period_month` and the manifest need: a tax run reads about
37 of 95 columns in two thirds of the time.

Files that are not this report raise `kernel.errors.Invalid` with a sentence and a next step;
faults of single rows are values. Nothing here opens a socket or loads a DuckDB extension.
"""

from pilotage.engines.mill.columns import BY_HEADER, BY_NAME, COLUMNS, Column, Kind
from pilotage.engines.mill.duplicates import KEY, duplicates_sql
from pilotage.engines.mill.engine import Limits, connect
from pilotage.engines.mill.manifest import Manifest, Totals
from pilotage.engines.mill.opening import Opened, opened
from pilotage.engines.mill.reading import PERIOD_MONTH, Reading, read, rejects, rows_sql
from pilotage.engines.mill.rejects import REASONS, Reject
from pilotage.engines.mill.survey import keep

__all__ = [
    "BY_HEADER",
    "BY_NAME",
    "COLUMNS",
    "KEY",
    "PERIOD_MONTH",
    "REASONS",
    "Column",
    "Kind",
    "Limits",
    "Manifest",
    "Opened",
    "Reading",
    "Reject",
    "Totals",
    "connect",
    "duplicates_sql",
    "keep",
    "opened",
    "read",
    "rejects",
    "rows_sql",
]
