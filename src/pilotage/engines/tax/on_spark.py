"""The same expression on Spark, in this process (`local[2]`) or on a cluster (`spark://…`, `yarn`).

Rows and small tables are handed over as Parquet in the run's scratch folder, and come back the same
way: a cluster's workers must see that folder. Spark is an optional extra, and needs a Java of its own.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.inputs import TABLES
from pilotage.engines.tax.refusals import engine_unavailable
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.slots import Scales, filled

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
}


def missing() -> list[str]:
    """What Spark needs and this machine lacks, by name."""
    lacks = [] if importlib.util.find_spec("pyspark") else ["pyspark"]
    return lacks if shutil.which("java") else [*lacks, "java"]


@dataclass(frozen=True, slots=True)
class OnSpark:
    """A way to determine, like `on_duckdb`; `master` is Spark's address.

    `Invalid` ENGINE_UNAVAILABLE names what Spark lacks here, before anything is read.
    """

    master: str = "local[2]"

    def __post_init__(self) -> None:
        if lacks := missing():
            raise engine_unavailable(lacks)

    def __call__(
        self, connection: DuckDBPyConnection, seller: Seller, scales: Scales, scratch: Path
    ) -> None:
        """Offer `determined` beside the tables of `inputs`; stages lie in `scratch`."""
        from pilotage.engines.tax.determine import compiled

        parts = filled(compiled("pyspark"), seller, scales)
        stages = {"facts": parts.facts, "situations": parts.situations, "determined": parts.rows}
        session = self._session()
        try:
            for name in TABLES:
                stored = scratch / f"{name}.parquet"
                connection.execute(f"COPY {name} TO {literal(str(stored))} (FORMAT parquet)")
                _offer(session, name, stored)
            for name, select in stages.items():
                session.sql(select).write.parquet(str(scratch / f"{name}.spark"))
                _offer(session, name, scratch / f"{name}.spark")
        finally:
            session.stop()
        made = literal(str(scratch / "determined.spark" / "*.parquet"))
        connection.execute(f"CREATE VIEW determined AS SELECT * FROM read_parquet({made})")  # noqa: S608

    def _session(self) -> Any:
        builder = importlib.import_module("pyspark.sql").SparkSession.builder.master(self.master)
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        if self.master.startswith("local"):  # no name to look up, no address to offer
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
            builder = builder.config("spark.driver.host", "127.0.0.1")
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session


def _offer(session: Any, name: str, stored: Path) -> None:
    session.read.parquet(str(stored)).createOrReplaceTempView(name)
