"""Keep: what was published becomes bags that never change, and a seal shows that it has not."""
