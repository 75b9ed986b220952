"""Which initiatives touch, how strongly, and why: from their tags, days, places and Swedish text."""
