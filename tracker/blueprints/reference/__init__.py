"""The reference data: lists, goals, places and working groups, kept in order by administrators."""
