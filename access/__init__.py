"""Who may see: accounts, grants and what follows from them."""
