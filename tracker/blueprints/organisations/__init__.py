"""Organisations: who takes part, what each one is and does."""
