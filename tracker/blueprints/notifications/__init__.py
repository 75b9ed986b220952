"""What one was told, read and unread, and of what one is mailed."""
