"""Chats that keep, save and limit their history."""
