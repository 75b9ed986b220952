"""Conversations about an initiative: saying something, settling a thread, taking back."""
