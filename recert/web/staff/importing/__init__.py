"""The pages of an import: the file, its columns, what would happen, how far it is."""
