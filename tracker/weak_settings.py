"""What the settings are refused with, and the hosts that are this machine."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class WeakSettingError(ValueError):
    """A setting is missing or not strong enough; the message names it and what to do."""
