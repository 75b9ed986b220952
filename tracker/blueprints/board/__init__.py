"""The shared board and the table."""
