"""A run as one zip: every file it made under its path, and a list of what went in."""

from __future__ import annotations

import tempfile
import zipfile
from typing import IO, Any

from django.db.models import QuerySet

from pilotage.kernel.canonical import canonical_json
from pilotage.platform import ports
from pilotage.platform.compliance.models import TaxOutput, TaxRun
from pilotage.platform.compliance.rows import KEPT

# Already compressed: packing again costs time and saves nothing.
_PACKED = (".parquet",)


def zipped(run: TaxRun) -> IO[bytes]:
    """The open zip file, at its start; on disk while large."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", canonical_json(_manifest(run)))
        for output in _made(run):
            how = zipfile.ZIP_STORED if output.name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            archive.write(ports.files().path(output.sha256), output.name, how)
    out.seek(0)
    return out


def _made(run: TaxRun) -> QuerySet[TaxOutput]:
    """Without the reports' rows, which the seller has as reports."""
    return run.outputs.exclude(name__startswith=KEPT)


def _manifest(run: TaxRun) -> dict[str, Any]:
    return {
        "run": run.ref,
        "started_at": run.started_at.isoformat(),
        "version": run.version,
        "law_digest": run.law_digest,
        "period": run.period,
        "profile": run.profile,
        "inputs": [
            {"role": one.role, "name": one.document.name, "sha256": one.document.sha256}
            for one in run.inputs.select_related("document")
        ],
        "outputs": [{"name": one.name, "sha256": one.sha256} for one in _made(run)],
    }
