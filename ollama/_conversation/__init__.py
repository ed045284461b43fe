"""Chats that keep, save and bound their history."""
