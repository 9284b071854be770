"""What goes out: records in, bytes out."""
