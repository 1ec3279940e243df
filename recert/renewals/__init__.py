"""Applications to renew and their decisions."""
