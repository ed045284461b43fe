"""Functions as tools that a model calls, and the loop that calls them."""
