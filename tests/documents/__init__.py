"""Documents that are generated from the code: problems with their exit codes, and options."""
