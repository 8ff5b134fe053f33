"""A Chalice app that does nothing, to start beside ours."""
