"""From statements: what learning systems say becomes completions, where somebody linked it."""
