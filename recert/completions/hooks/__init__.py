"""Hooks: what became of completions is told to systems of providers and bodies."""

from recert.completions.hooks.opening import (
    close_hook,
    hook_of_body,
    hook_of_provider,
    hooks_of_body,
    hooks_of_provider,
    open_hook_for_body,
    open_hook_for_provider,
    replay,
)
from recert.completions.hooks.queueing import tell_hooks

__all__ = [
    "close_hook",
    "hook_of_body",
    "hook_of_provider",
    "hooks_of_body",
    "hooks_of_provider",
    "open_hook_for_body",
    "open_hook_for_provider",
    "replay",
    "tell_hooks",
]
