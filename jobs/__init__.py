"""What the server does beside its requests: one queue of exports and imports, and its workers."""
