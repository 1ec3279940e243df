"""What may be asked of register."""
