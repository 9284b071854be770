"""Flask routes and middleware; each route is thin and calls other packages for the work."""
