"""The catalogue: providers, what bodies approved, courses, editions and classes."""

from recert.catalogue.models.approvals import (
    APPROVED,
    OPEN_APPROVALS,
    ApprovalState,
    CourseApproval,
    InPart,
    ProviderApproval,
    Suspension,
)
from recert.catalogue.models.courses import (
    Course,
    CourseClass,
    CourseEdition,
    MemberPrice,
    Presenter,
)
from recert.catalogue.models.finding import Alike, Findable, FindableClass, Shape
from recert.catalogue.models.providers import (
    Provider,
    ProviderInvitation,
    ProviderRole,
    ProviderStaff,
)
from recert.catalogue.models.sources import Source, SourceKind
from recert.catalogue.models.terms import ApprovalFile, ApprovalTerms

__all__ = [
    "APPROVED",
    "OPEN_APPROVALS",
    "Alike",
    "ApprovalFile",
    "ApprovalState",
    "ApprovalTerms",
    "Course",
    "CourseApproval",
    "CourseClass",
    "CourseEdition",
    "Findable",
    "FindableClass",
    "InPart",
    "MemberPrice",
    "Presenter",
    "Provider",
    "ProviderApproval",
    "ProviderInvitation",
    "ProviderRole",
    "ProviderStaff",
    "Shape",
    "Source",
    "SourceKind",
    "Suspension",
]
