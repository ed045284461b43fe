"""What every call needs: the connection, the request, images, streams."""
