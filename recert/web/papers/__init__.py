"""Papers: what a person keeps. Each module turns findings into data, its layout into a PDF."""
