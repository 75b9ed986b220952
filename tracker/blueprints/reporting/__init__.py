"""Reporting periods: when they open and fall due, who has handed in and who has not."""
