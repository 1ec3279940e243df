"""What may be asked of audits."""
