"""The register as a whole: searched, imported, exported, merged, acted on in bulk."""
