"""One record taken out as a whole, to be handed out on request."""
