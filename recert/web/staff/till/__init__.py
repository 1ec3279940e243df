"""The till: what waits about money, one sum for several bills, the ledger, the terms."""
