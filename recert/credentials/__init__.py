"""Certifications held and the register."""
