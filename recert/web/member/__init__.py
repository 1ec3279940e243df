"""The member's desk: where I stand, what I did, renewing. One module for each capability."""
