"""Pages about Väven itself."""
