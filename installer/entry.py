"""Where the packaged program starts: the same `main` as `python3 run.py` starts from source."""

import sys

from ui.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
