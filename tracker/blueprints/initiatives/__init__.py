"""Registering, showing and changing initiatives."""
