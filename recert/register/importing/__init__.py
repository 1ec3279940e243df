"""Importing: a body's own list becomes its register, row by row, with every doubt told before.

`columns` says what its columns are, `checking` finds what is wrong with a row, `known` what is
recorded already, `deciding` what a row would do, `entering` does it; `acts` is what staff and
the worker call. The file itself is opened by `lib.tables`.
"""
