"""A coordinator's start page: what waits, then figures, then what others did."""
