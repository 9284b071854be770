"""What comes in: six registers become facts, whole or not at all."""
