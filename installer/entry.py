"""Where the program starts, from source by `run.py` and in the packaged folder alike."""

import sys

from ui.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
