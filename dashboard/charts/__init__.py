"""Charts: each turns records into a figure and into the rows of a table with the same data."""
