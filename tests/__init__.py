"""The tests of the house: unit and integration mirror tracker/, contract walks the whole app."""
