"""Makes `python -m reportgen` the same as `reportgen`."""

from reportgen.cli import main

if __name__ == "__main__":
    main()
