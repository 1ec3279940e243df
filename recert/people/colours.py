"""The grounds of our pages that a body's accent must be readable on.

They are the tokens of `web/static/recert/tokens.css`; a test holds them equal.
"""

PAPER = ("#fafaf8", "#101316")
SURFACE = ("#ffffff", "#171b1f")
SUNKEN = ("#f2f2ee", "#1e2328")
ON_ACCENT = ("#ffffff", "#06242d")  # what is written on the accent itself

ON_LIGHT, ON_DARK = zip(SUNKEN, PAPER, SURFACE, ON_ACCENT, strict=True)
