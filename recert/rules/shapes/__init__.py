"""Shapes: every form of rule that real policies take, and where each is proven.

`CATALOGUE` names each shape in our words, with the rows of the collected facts it stands
for; a clause *has* a shape by what is written in it, never by a mark somebody set. So
`proofs` reads from the rulebooks themselves which clauses carry a shape, and from their
cases whether it has been seen to decide something. `LEFT_TO_PEOPLE` names what no clause
decides, and why.
"""

from recert.rules.shapes.catalogue import CATALOGUE, LEFT_TO_PEOPLE, Left, Shape
from recert.rules.shapes.proving import Proof, proofs

__all__ = ["CATALOGUE", "LEFT_TO_PEOPLE", "Left", "Proof", "Shape", "proofs"]
