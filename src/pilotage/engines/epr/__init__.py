"""Extended producer responsibility (生产者责任延伸): what was placed on which market, and what was declared.

    products = read_products(Path("products.csv"))            # parts of each SKU in grams
    kept = read_kept(Path("epr.yaml"))                        # registrations, contracts, declarations
    shipped = shipped_units({"AVTR.csv": reading})            # units per SKU, country, month
    answer = check(shipped, products, kept, year=2026, on=date(2027, 1, 20))

**Quantities** are kilograms to three decimals per country, stream and material: units sold to an
address in the country × grams of the part, summed exactly and rounded half-up once. Goods that came
back are shown beside them and never taken off: a deduction needs proof that a register asks for.
**Four things must agree**: a well-formed registration, a contract with a recycling organisation that
covers the year, the quantity bought from it, and the same quantity declared to register and
organisation. Every disagreement is a `Finding` with both figures and the next step.
Numbers are "well-formed", never "exists". Where the law tables are silent or the sources disagree,
the answer says so.
"""

from pilotage.engines.epr.check import Answer, check
from pilotage.engines.epr.duties import Duty, duties
from pilotage.engines.epr.findings import CODES, Finding
from pilotage.engines.epr.kept import Contract, Declaration, Kept, Registration, kept_of, read_kept
from pilotage.engines.epr.products import Part, Products, product_faults, read_products
from pilotage.engines.epr.quantities import Quantities, Quantity, quantities
from pilotage.engines.epr.shipments import COLUMNS, Shipped, shipped_units
from pilotage.engines.epr.written import as_json

__all__ = [
    "CODES",
    "COLUMNS",
    "Answer",
    "Contract",
    "Declaration",
    "Duty",
    "Finding",
    "Kept",
    "Part",
    "Products",
    "Quantities",
    "Quantity",
    "Registration",
    "Shipped",
    "as_json",
    "check",
    "duties",
    "kept_of",
    "product_faults",
    "quantities",
    "read_kept",
    "read_products",
    "shipped_units",
]
