"""`python -m recert.cli` is the `recert` command."""

import sys

from recert.cli.main import main

sys.exit(main(sys.argv[1:]))
