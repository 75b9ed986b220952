"""Stopping the reminders of reports, from the link in one of them."""
