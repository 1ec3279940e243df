"""The menu of a provider's desk, made like that of a body's (`desk_menu`).

A page that should stand in the menu is added to its floor here: the first room of a floor is
where the word leads.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recert.catalogue.queries import ProviderDuty
from recert.web.components.desk_menu import Entry, Floor, Room, menu_of

FLOORS = (
    Floor(_("Today"), (Room("provider:home", _("Today"), ProviderDuty.ENTER),)),
    Floor(_("Courses"), (Room("provider:courses", _("Courses"), ProviderDuty.ENTER),)),
    Floor(_("Classes"), (Room("provider:classes", _("Classes"), ProviderDuty.ENTER),)),
    Floor(
        _("Completions"),
        (
            Room("provider:reporting", _("Report"), ProviderDuty.REPORT),
            Room("provider:tray", _("Tray"), ProviderDuty.REPORT),
            Room("provider:check_numbers", _("Check numbers"), ProviderDuty.REPORT),
            Room("provider:outward", _("Reports out"), ProviderDuty.REPORT),
            Room("provider:disputes", _("Disputes"), ProviderDuty.REPORT),
            Room("provider:recalls", _("Recalls"), ProviderDuty.COURSES),
        ),
    ),
    Floor(_("Payments"), (Room("provider:payments", _("Payments"), ProviderDuty.MONEY),)),
    Floor(_("Approvals"), (Room("provider:approvals", _("Approvals"), ProviderDuty.ENTER),)),
    Floor(
        _("Office"),
        (
            Room("provider:profile", _("Profile"), ProviderDuty.OFFICE),
            Room("provider:team", _("Team"), ProviderDuty.OFFICE),
            Room("provider:sources", _("Systems"), ProviderDuty.OFFICE),
        ),
    ),
)


def provider_menu(
    slug: str, duties: frozenset[ProviderDuty], path: str
) -> tuple[list[Entry], list[Entry]]:
    """The words at the top for these duties, and the rooms beside the one that is shown."""
    return menu_of(FLOORS, slug, duties, path)
