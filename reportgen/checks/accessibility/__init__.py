"""Rules of PDF/UA and PDF/A, and `preflight`, which applies them."""
