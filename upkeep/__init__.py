"""What an administrator does beside the screens: checks, backups, another database, data from sources."""
