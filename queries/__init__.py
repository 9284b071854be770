"""What is asked: SQL, and only here; each function takes a Reading and returns records."""
