"""Answers for how long personal data is kept that nobody has to keep; 0 days: until taken away by hand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Keeping:
    """For how many days what is kept, each by a setting of the installation."""

    sign_ins_days: int = 365
    mails_days: int = 30
    join_requests_days: int = 180
    closed_accounts_days: int = 730
    lists_days: int = 30
