"""Rows of data engines such as Ray Data and Dask, processed by several servers."""
