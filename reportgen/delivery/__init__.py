"""Deliver stage: finished reports become mails, and every recipient gets theirs once."""
