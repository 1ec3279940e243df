"""Completions at a body’s desk: corrections to decide, disputes, recalls, numbers not found."""
