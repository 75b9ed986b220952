"""Asking, offering, answering and ending partnerships."""
