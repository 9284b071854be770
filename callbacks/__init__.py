"""What responds: importing this package registers every callback; nothing else."""

from callbacks import downloading, exporting, filtering, managing, opening, reforming, searching, showing

__all__ = ["downloading", "exporting", "filtering", "managing", "opening", "reforming", "searching", "showing"]
