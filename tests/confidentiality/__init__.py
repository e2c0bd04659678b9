"""Small numbers kept secret, and who tries to find them out."""
