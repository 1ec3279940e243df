"""A whole register judged at once: people in columns, each number that of `judge`.

    from recert.rules.population import SCHEMA, ANSWERS, judge_batches, to_columns

    table = to_columns([(facts, "holding-id"), ...])        # one row for each holding
    for answers in judge_batches(rulebooks, table.to_batches(), as_of):
        ...                                                 # a RecordBatch, a row each

`judge_batches(rulebooks, batches, as_of, *, tiers=None, threads=1)` takes record batches of
`SCHEMA` (columns may be missing or in another order; what is missing is unknown) and gives for
every one a batch of `ANSWERS` with a row for every row, in the same order. It keeps nothing of a
batch but what is found out about sorts of people and doings, so memory stays bounded, and the
same function runs where Spark hands over batches (`mapInArrow`). `tiers`, a `Tiers`, is told how
many were settled by closed forms and how many by the whole `judge`. What cannot be read raises
`Unreadable` with the row and the field; `files.read_batches` reads Parquet and adds the file.

How it works, and why it is exact: docs/decisions/0013-population-in-columns.md.
"""

from recert.rules.population.columns import ANSWERS, SCHEMA
from recert.rules.population.judging import Tiers, judge_batches
from recert.rules.population.rows import NotInColumns, to_columns, to_facts
from recert.rules.population.sheets import Unreadable

__all__ = [
    "ANSWERS",
    "SCHEMA",
    "NotInColumns",
    "Tiers",
    "Unreadable",
    "judge_batches",
    "to_columns",
    "to_facts",
]
