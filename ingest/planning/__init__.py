"""What a file would do, before anything is written."""
