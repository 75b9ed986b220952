"""The text about an organisation's year, made from its own reports, as Word or PDF."""
