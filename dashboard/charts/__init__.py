"""Charts: records in, a figure out; beside each, the same data as rows of a table."""
