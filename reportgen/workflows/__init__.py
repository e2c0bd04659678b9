"""What spans several stages, one file a command."""
