"""Asking for an organisation to join, and answering those who ask."""
