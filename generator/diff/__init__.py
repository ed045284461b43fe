"""Reports the changes between two descriptions of the API, and which ones break Python users."""
