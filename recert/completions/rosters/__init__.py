"""Rosters: a provider's own list of who completed what becomes completions.

`fields` says what columns can hold, `layouts` knows the layouts of others by sight, `reading`
makes lines of rows, `trying` says what would come of them, `running` posts them; `acts` is what
a provider's desk and the worker call.
"""
