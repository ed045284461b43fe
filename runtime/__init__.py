"""What every operation, model and error of the package is made of, whatever its API description."""
