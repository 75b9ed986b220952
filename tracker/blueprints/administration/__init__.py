"""What an administrator looks after: the way there, the settings and the demo city."""
