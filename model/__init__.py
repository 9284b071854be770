"""What exists: tables and definitions; knows no account and no screen."""
