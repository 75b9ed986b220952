"""What an initiative counts: its measures, and the numbers that are told of them."""
