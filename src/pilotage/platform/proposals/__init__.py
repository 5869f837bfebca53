"""Proposals (提议): what an assistant would do, kept until a person of the organisation approves or refuses it."""
