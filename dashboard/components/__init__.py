"""The components of pages: each turns records into a Dash component."""
