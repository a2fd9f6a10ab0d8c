"""Reading one feed from a file, in a process of its own: `python -m kith.measuring.reading_a_feed FILE check|read`.

Prints, as JSON, seconds and the most memory that the process had.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def main(place: str, verb: str) -> None:
    """Read or check the feed, and print what it took."""
    import django

    django.setup()
    from kith.casework.family_help.actions.directory import add_feed
    from kith.casework.family_help.actions.directory_reading import Reading, read_feed, take
    from kith.casework.family_help.models import DirectoryFeed
    from kith.casework.family_help.open_referral.streaming import services_in
    from kith.reference import postcodes

    # The directory of postcodes is opened once for a process, whatever it then reads.
    postcodes.find("E8 1EA")
    began, worked = time.perf_counter(), time.process_time()
    with open(place, "rb") as opened:
        services = services_in(opened)
        if verb == "check":
            reading = Reading()
            taken = sum(1 for _ in take(services, reading))
            said = {"taken": taken, "rejected": reading.rejected}
        else:
            feed = DirectoryFeed.objects.filter(name="Measured").first() or add_feed(
                name="Measured", address="", licence="", may_republish=False, is_read_daily=False, by=None
            )
            done = read_feed(feed=feed, services=services, source="measured", by=None)
            said = {"added": done.added, "unchanged": done.unchanged, "rejected": done.rejected}
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    peak = _peak_kilobytes() / 1024
    took = {
        "seconds": round(seconds, 2),
        "processor_seconds": round(worked, 2),  # of this process alone, PostgreSQL's own not counted
        "peak_megabytes": round(peak, 1),
    }
    sys.stdout.write(json.dumps(said | took) + "\n")


def _peak_kilobytes() -> int:
    """Return the most memory of this program alone; what getrusage says begins with the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
