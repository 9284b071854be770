"""What comes in: five registers become facts, whole or not at all."""
