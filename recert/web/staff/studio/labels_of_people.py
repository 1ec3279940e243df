"""What the conditions on people and on activities are called on a form."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

_COMMAS = lazy("Short names, with commas.")

CONDITIONS: dict[str, tuple[Promise | str, Promise | str]] = {
    "Who.credentials": (lazy("Holders of"), ""),
    "Who.levels": (lazy("Of the level"), ""),
    "Who.certified": (lazy("Certified in these days"), ""),
    "Who.certified_for": (lazy("Certified for at least"), lazy("Such as 10 years, on the cycle’s last day.")),
    "Who.first_cycle": (lazy("In the first cycle"), ""),
    "Who.cycle_at_least": (lazy("From the cycle with this number"), lazy("1 is the first after certification.")),
    "Who.cycle_at_most": (lazy("Up to the cycle with this number"), ""),
    "Who.every_nth_cycle": (lazy("Every so many cycles"), lazy("3: the third, the sixth, ...")),
    "Who.late": (lazy("Filing late by"), ""),
    "Who.member": (lazy("A member"), ""),
    "Who.countries": (lazy("In these countries"), lazy("Two letters each, with commas: US, CA.")),
    "Who.holds_at_least": (lazy("Holding at least so many certifications"), ""),
    "Who.holds_at_most": (lazy("Holding at most so many"), ""),
    "Who.holds": (lazy("Also holding one of"), ""),
    "Who.closed_late": (lazy("The cycle before was closed late"), ""),
    "Who.all_own": (lazy("Every credit that counts is your own"), ""),
    "Who.attributes": (lazy("Whose answers are"), lazy("The name of a question the rulebook asks, and the answer.")),
    "What.kinds": (lazy("Of the kind"), lazy("Any of those chosen.")),
    "What.deliveries": (lazy("Delivered"), ""),
    "What.topics": (lazy("About"), ""),
    "What.providers": (lazy("Given by"), _COMMAS),
    "What.own": (lazy("Given by yourselves"), ""),
    "What.awarded": (lazy("Somebody awarded credit"), ""),
    "What.awarded_by": (lazy("Credit awarded by"), _COMMAS),
    "What.units": (lazy("In these units"), ""),
    "What.subjects": (lazy("Examined in, or earning"), lazy("As body:credential, with commas.")),
    "What.accredited_by": (lazy("Accredited by"), _COMMAS),
    "What.assessed": (lazy("With an assessment"), ""),
    "What.passed": (lazy("Passed"), ""),
    "What.ordered": (lazy("Ordered as a remedy"), ""),
    "What.reported_by": (lazy("Reported by"), ""),
    "What.at_test_centre": (lazy("At a test centre"), ""),
    "What.grade_at_least": (lazy("With a grade of at least"), lazy("Such as C.")),
    "What.cards": (lazy("That gave a card for"), ""),
    "What.card_months": (lazy("A card valid for so many months"), ""),
    "What.completed": (lazy("Completed in these days"), ""),
    "What.not_": (lazy("But not"), lazy("What matches this is left out.")),
}  # fmt: skip
