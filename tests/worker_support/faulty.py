"""The worker with a text work that makes trouble; `python -m worker_support.faulty`.

SIGUSR1 blocks its event loop for some seconds.
"""

import os
import signal
import sys
import time
from types import FrameType

from service.errors import QuotesieveError
from service.settings import Settings
from worker_support.processors import FaultyProcessor

BLOCKED_SECONDS = 8.0


def _block_loop(number: int, frame: FrameType | None) -> None:
    time.sleep(BLOCKED_SECONDS)


def main() -> int:
    """Run it with the settings of the environment."""
    # Here, not above: pool processes import this module, and Faust takes half a second.
    from service.app import serve

    signal.signal(signal.SIGUSR1, _block_loop)
    try:
        return serve(Settings.from_env(os.environ), FaultyProcessor)
    except QuotesieveError as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
