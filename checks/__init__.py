"""The house rules that no other tool checks: pure reading of files, no database, no app.

`python -m checks` runs them all; tests/contract/test_house.py runs each and records its figure.
"""
