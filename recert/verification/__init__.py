"""What the public may ask about a certification."""
