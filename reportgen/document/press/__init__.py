"""The print edition: PDF/X-4 for a printing press, from the same pages as the digital edition."""
