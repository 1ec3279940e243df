"""Merging: two records of one person become one, and can be taken apart again.

`keys` says what happens to every row that points to a person; `clashes` what both have;
`acts` merges, `undoing` takes apart; `following` finds the record that is kept; `suggesting`
finds whom to look at; `offers` are people's own.
"""
