"""Audits: who was drawn and how, what was asked for, how it was judged."""
