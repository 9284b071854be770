"""Where registers come from by themselves: a watched folder, and the database of the module."""
