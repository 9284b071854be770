"""What responds: importing this package registers every callback; nothing else."""

from callbacks import filtering, opening, showing

__all__ = ["filtering", "opening", "showing"]
