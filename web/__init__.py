"""The Flask routes and the middleware around them."""
