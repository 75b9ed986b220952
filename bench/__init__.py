"""Measures the product under load, beside a bare page on the same server; not part of the wheel."""
