"""Workbooks: openpyxl without numpy, which it loads for its own convenience where it finds it.

Every process that serves pages would carry it for nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType

_kept: ModuleType | None = sys.modules.get("numpy")
if _kept is None:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # "not installed", to an import
try:
    from openpyxl import Workbook, load_workbook
finally:
    if _kept is None:
        del sys.modules["numpy"]

__all__ = ["Workbook", "load_workbook"]
