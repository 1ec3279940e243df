"""Appeals and complaints, and how they were answered."""
