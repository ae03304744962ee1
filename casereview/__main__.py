"""`python -m casereview`."""

from casereview.cli import main

if __name__ == "__main__":
    main()
