"""What the assessor changes in the reference lists: organizations and names."""
