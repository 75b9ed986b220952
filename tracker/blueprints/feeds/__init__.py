"""Views that are followed by an address of one's own: a feed of changes, and a calendar."""
