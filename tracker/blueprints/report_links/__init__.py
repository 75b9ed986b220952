"""Reporting by the link in a mail, without signing in."""
