"""Owns what proves the promises of the SDK: compatibility, the contract, other clients, speed."""
