"""The sample register of the contract tests, for migrating it up and down with rows in it."""

from tests.contract.conftest import kept_register, register, walker

__all__ = ["kept_register", "register", "walker"]
