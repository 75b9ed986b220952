"""Searching everywhere: from the field at the top of every page, and on a page of its own."""
