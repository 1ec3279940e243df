"""xAPI 1.0.3: where learning systems say what was learned, on plain views."""
