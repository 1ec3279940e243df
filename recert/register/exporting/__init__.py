"""Exporting: the register and what its people have done, in the very columns an import reads.

What goes out comes in again and changes nothing: that is tested.
"""

from recert.register.exporting.deeds import deeds_heading, deeds_of
from recert.register.exporting.packing import Wanted, zipped
from recert.register.exporting.people import heading, register_rows, whole_register

__all__ = [
    "Wanted",
    "deeds_heading",
    "deeds_of",
    "heading",
    "register_rows",
    "whole_register",
    "zipped",
]
