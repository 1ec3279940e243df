"""What was done, the proof of it, and petitions about it."""
