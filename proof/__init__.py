"""Owns the checks of the SDK's promises: compatibility, the contract, other clients, speed."""
