"""Where something is done and where nothing is: the weave of places and goals."""
