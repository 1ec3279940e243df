"""The till of a body: its addresses, and its terms."""
