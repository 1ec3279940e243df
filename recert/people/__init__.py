"""Persons, bodies, and who works for which."""
