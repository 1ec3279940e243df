"""Every decision and change, append-only."""
