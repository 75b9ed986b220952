"""Inviting people to act for an organisation, and answering an invitation."""
