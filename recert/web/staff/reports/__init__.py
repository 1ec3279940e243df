"""Reports: figures about the whole register, each with how it is reckoned."""
