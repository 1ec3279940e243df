"""Sampling: who is drawn for an audit, so that anybody can draw the same again."""
