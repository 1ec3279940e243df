"""What the standard asks of the resources, in our own words; numbered as the public list is."""

from tests.statements.resources import others, parts, statements

RESOURCES = (
    statements.keeping,
    statements.voiding,
    statements.finding,
    statements.formats,
    parts.attachments,
    parts.signatures,
    parts.forms,
    others.documents,
    others.activities,
    others.somebody,
    others.everywhere,
)

SAME_AS = {
    20: 17, 29: 28, 30: 28, 67: 3, 95: 93, 112: 149, 126: 125, 159: 154, 160: 153, 182: 326,
    183: 234, 184: 234, 191: 187, 192: 188, 216: 187, 217: 188, 221: 195, 222: 195, 230: 189,
    231: 189, 236: 245, 244: 239, 248: 245, 259: 269, 268: 275, 274: 269, 282: 272, 283: 272,
    290: 288, 291: 285, 292: 286, 293: 287, 303: 294, 311: 286, 312: 286, 318: 317, 319: 315,
    321: 331,
}  # fmt: skip
"""The list says some of it twice."""

NOT_TRIED = frozenset({
    11, 21, 136, 137, 138, 140, 141, 185, 186, 205, 223, 246, 304, 320, 327, 328, 329,
})  # fmt: skip
"""Left out of the list, said of everything, or what the suite itself does not try. What of them is
ours to say is in other tests: that too much is 413, that a key opens all that is its source's."""

NOT_HELD = frozenset({224, 225, 226, 228, 276, 277, 305, 306, 307})
"""That the name of a document be refused which looks like a number, a truth or an object. A name is
a text here, and so is `1`. The suite keeps these apart from what it asks of everybody."""

ALL = frozenset(range(1, 337))

__all__ = ["ALL", "NOT_HELD", "NOT_TRIED", "RESOURCES", "SAME_AS"]
