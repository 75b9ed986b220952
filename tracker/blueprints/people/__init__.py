"""People with accounts, looked after by administrators."""
