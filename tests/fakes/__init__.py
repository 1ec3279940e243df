"""Stand-ins for what lies outside, speaking the real protocol over real connections."""
