"""The text of a cell becomes a value: a day, a number, a list of names."""
