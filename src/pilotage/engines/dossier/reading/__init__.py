"""Files become documents, on this machine and without a network. Loading this loads the models' libraries."""

from __future__ import annotations

from pilotage.engines.dossier.reading.document import read_document

__all__ = ["read_document"]
