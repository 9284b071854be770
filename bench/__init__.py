"""Measures the product at its real size and beside the usual ways; no part of the product."""
