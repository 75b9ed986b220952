"""Saved views: keeping them, sharing them, following them."""
