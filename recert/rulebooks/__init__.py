"""Editions of policy as published."""
