"""Writing and correcting status reports."""
