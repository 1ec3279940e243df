"""What may happen to policy: drafts are written, editions published and withdrawn."""

from recert.rulebooks.actions.approving import (
    propose_draft,
    publish_draft,
    return_draft,
    set_practice,
    withdraw_edition,
)
from recert.rulebooks.actions.drafting import (
    discard_draft,
    drop_case,
    open_draft,
    save_version,
    set_dates,
    take_up_draft,
)
from recert.rulebooks.actions.publishing import load_files, load_folder, publish_edition

__all__ = [
    "discard_draft",
    "drop_case",
    "load_files",
    "load_folder",
    "open_draft",
    "propose_draft",
    "publish_draft",
    "publish_edition",
    "return_draft",
    "save_version",
    "set_dates",
    "set_practice",
    "take_up_draft",
    "withdraw_edition",
]
