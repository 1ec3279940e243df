"""SQLite as Django knows it, but that whoever writes takes turns: see `base`."""
