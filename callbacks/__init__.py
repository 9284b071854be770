"""What responds: importing this package registers every callback; nothing else."""

from callbacks import downloading, filtering, managing, opening, progress, reforming, searching, showing

__all__ = ["downloading", "filtering", "managing", "opening", "progress", "reforming", "searching", "showing"]
