"""The Flask routes and what stands around them: thin, each answers an address and leaves the work to others."""
