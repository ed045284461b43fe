"""The former places of classes that may be in pickles: a folder on the package's search path."""
