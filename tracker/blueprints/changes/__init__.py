"""Tells a page that was left open what others have done since."""
