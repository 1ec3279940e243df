"""The register as a whole: searched, imported, exported, merged, acted on in bulk."""

from recert.register.models.bulk import BulkAct, BulkKind, BulkLine, BulkState, LineState
from recert.register.models.finding import NEVER, Findable, Kind

__all__ = [
    "NEVER",
    "BulkAct",
    "BulkKind",
    "BulkLine",
    "BulkState",
    "Findable",
    "Kind",
    "LineState",
]
