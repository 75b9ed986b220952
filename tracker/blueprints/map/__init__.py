"""The selection on a map of the city's statistical areas."""
