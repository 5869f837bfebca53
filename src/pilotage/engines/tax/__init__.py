"""VAT returns (增值税申报) from the seller's own VAT Transactions Report, argued line by line.

    seller = read_seller(Path("seller.yaml").read_bytes())
    result = run([Path("AVTR.csv")], seller, Path("out"), rates=read_rates(…), costs=read_costs(…))

The rules are those of the tax contract: a ladder of 28 treatments as one columnar expression
(`determine.compiled`) on DuckDB or Spark, amounts as whole numbers, laws from `engines/law`, rows from
`engines/mill`.
"""

from pilotage.engines.tax.explanation import explain, explain_kept
from pilotage.engines.tax.kept_rows import REPEATED, KeptRows
from pilotage.engines.tax.on_duckdb import on_duckdb
from pilotage.engines.tax.on_spark import OnSpark
from pilotage.engines.tax.run import Run, run
from pilotage.engines.tax.seller import Seller, read_seller
from pilotage.engines.tax.stages import Stage
from pilotage.engines.tax.tables import Cost, Rate, read_costs, read_rates

__all__ = [
    "REPEATED",
    "Cost",
    "KeptRows",
    "OnSpark",
    "Rate",
    "Run",
    "Seller",
    "Stage",
    "explain",
    "explain_kept",
    "on_duckdb",
    "read_costs",
    "read_rates",
    "read_seller",
    "run",
]
