"""Rows of data engines such as Ray Data and Dask: worked on by several servers."""
