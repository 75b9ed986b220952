"""How fresh and complete the records are: one tap that they are right, and what would help most."""
