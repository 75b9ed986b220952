"""The read side: typed rows for the page they feed, limited to what the actor may see."""
