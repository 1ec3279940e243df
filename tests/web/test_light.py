"""The pages load nothing of what judges in columns: that is for the worker and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SAY = """
import json, sys
import recert.web.wsgi
from django.urls import get_resolver
len(get_resolver().url_patterns)  # the pages, with all they import
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_serving_pages_needs_no_columns() -> None:
    said = subprocess.run(
        [sys.executable, "-c", SAY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(said.stdout.splitlines()[-1]))
    assert "recert" in loaded
    assert not loaded & {"numpy", "pyarrow", "pyspark", "pandas"}
