"""Background work of the server: one queue of export and import jobs, and its workers."""
