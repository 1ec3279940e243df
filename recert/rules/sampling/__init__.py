"""Sampling: who is drawn for an audit, so that anybody can draw the same again.

`frame` holds the list drawn from, `seeding` the chance nobody can steer, `drawing` the
draw, `recording` the published record and `verifying` the recomputation of it from its
text alone. docs/audit-draws.md says it all again in words and in thirty lines of Python.
"""
