"""History: what a body's people have done, as the body recorded it before it came here.

`past` understands a row, `claiming` finds rows that are one, `recording` weighs what a row would
do to the transcript and has it recorded. The rows become entries that the body reports; a row
that says something new supersedes the entry, as any correction does.
"""
