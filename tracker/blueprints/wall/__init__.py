"""Sheets for meetings: a place or a goal area at a time, on the wall or as a page of A4."""
