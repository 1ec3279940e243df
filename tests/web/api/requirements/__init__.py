"""What the standard asks of the resources, in our own words; numbered as the public list is."""

from tests.web.api.requirements import others, parts, statements

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

__all__ = ["RESOURCES"]
