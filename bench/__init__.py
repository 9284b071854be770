"""Measures the product at its real size and against common alternatives; it is not part of the product."""
