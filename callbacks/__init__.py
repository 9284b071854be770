"""What responds: importing this package registers every callback; nothing else."""

from callbacks import downloading, filtering, opening, showing

__all__ = ["downloading", "filtering", "opening", "showing"]
