"""The print edition: the same pages in inks, on a sheet with bleed and marks."""
