"""The selection as a file."""
