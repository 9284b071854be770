"""A file as it was uploaded becomes typed rows of a register, or refusals."""
