"""What comes in: six registers become facts, whole or not at all; the doors are `uploads`, `imports` and `undo`."""
