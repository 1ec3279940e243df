"""What may happen to policy: editions are published and withdrawn, drafts are written."""

from recert.rulebooks.actions.publishing import load_files, load_folder, publish_edition

__all__ = ["load_files", "load_folder", "publish_edition"]
