"""The staff desk of a certification body: decide, keep the register, take fees, answer."""
