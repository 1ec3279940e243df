"""The one door to the law."""
