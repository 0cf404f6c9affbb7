"""Addresses to bytes: the only part of Crosswire that uses the network, and only for addresses that a user gives."""
