"""What is coming and what was done: figures about a body's work."""
