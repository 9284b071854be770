"""What a spreadsheet makes of text."""

import re

# What makes a spreadsheet take a line of CSV for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767  # characters
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
