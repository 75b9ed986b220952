"""Touchpoints: the coordinators' list, the page of one pair, and the figures of them all."""
