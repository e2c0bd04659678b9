"""City profiles of social spending from one benchmarking workbook."""
