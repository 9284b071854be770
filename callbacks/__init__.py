"""What responds: importing this package registers every callback."""
