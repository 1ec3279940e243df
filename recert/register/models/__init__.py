"""The register as a whole: searched, imported, exported, merged, acted on in bulk."""

from recert.register.models.bulk import BulkAct, BulkKind, BulkLine, BulkState, LineState
from recert.register.models.finding import NEVER, Findable, Kind
from recert.register.models.importing import (
    PART_OF,
    Brings,
    Entered,
    Import,
    ImportFile,
    ImportFix,
    ImportProblem,
    ImportState,
    KnownAs,
)
from recert.register.models.merging import Different, Merge, MergeOffer

__all__ = [
    "NEVER",
    "PART_OF",
    "Brings",
    "BulkAct",
    "BulkKind",
    "BulkLine",
    "BulkState",
    "Different",
    "Entered",
    "Findable",
    "Import",
    "ImportFile",
    "ImportFix",
    "ImportProblem",
    "ImportState",
    "Kind",
    "KnownAs",
    "LineState",
    "Merge",
    "MergeOffer",
]
