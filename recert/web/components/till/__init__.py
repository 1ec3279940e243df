"""The till as both desks keep it: bills, what waits, one sum for several, the ledger."""
