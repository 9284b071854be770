"""Flask routes, thin: what an address answers, and which job it enqueues."""
