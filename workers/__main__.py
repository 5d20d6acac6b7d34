"""python -m workers <queue>: one worker process. python -m workers timetable: the one that rings for periodic work.

Several names: one process each, forked from a parent that starts fallen ones again.
"""

from __future__ import annotations

import gc
import sys
from functools import partial

from flask import Flask

from app.adapters.bell import QUEUES, Bell
from app.factory import create_app
from app.foundation.settings import Settings
from workers.crew import Crew
from workers.timetable import keep_time
from workers.worker import stay_at_work

TIMETABLE = "timetable"
PRELOADED = {"paper": ("binglian.printer", "binglian.sealer")}
"""What a queue's worker warms before it forks: children inherit it, and WeasyPrint costs a second to import."""


def main(arguments: list[str]) -> int:
    """Run what is named; 2 when that is nothing we know."""
    if not arguments or not set(arguments) <= {*QUEUES, TIMETABLE} or len(set(arguments)) < len(arguments):
        sys.stderr.write(f"usage: python -m workers {'|'.join((*QUEUES, TIMETABLE))} …\n")
        return 2
    app = create_app()
    if len(arguments) > 1:
        return Crew(partial(run, app), arguments).run()
    run(app, arguments[0])
    return 0


def run(app: Flask, name: str) -> None:
    """One process: the timetable or the worker of a queue."""
    if name == TIMETABLE:
        bell: Bell = app.extensions["binglian.bell"]
        keep_time(app, bell)
    else:
        work(app, name)


def work(app: Flask, queue: str) -> None:
    """Load what the queue needs, then answer its bells.

    What is loaded is frozen: a full collection in a forked child would touch, and so copy, all of it (0.2 s each time).
    """
    settings: Settings = app.extensions["binglian.settings"]
    for name in PRELOADED.get(queue, ()):
        app.extensions[name].warm()
    gc.collect()
    gc.freeze()
    stay_at_work(app, queue, settings.redis_url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
