"""What is told to whom, queued with the act that caused it."""
