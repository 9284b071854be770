"""What stands between the server and the screens: files that are the same for everyone."""
