"""The register as a whole: searched, imported, exported, merged, acted on in bulk."""

from recert.register.models.bulk import BulkAct, BulkKind, BulkLine, BulkState, LineState

__all__ = ["BulkAct", "BulkKind", "BulkLine", "BulkState", "LineState"]
