"""Contact persons who confirm that they are listed, or are taken away; they need no account."""
