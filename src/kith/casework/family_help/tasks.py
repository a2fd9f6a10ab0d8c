"""What is done in the background for this room: feeds of the directory are read each night."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from kith.casework.family_help.actions.directory_reading import read_feed
from kith.casework.family_help.models import DirectoryFeed
from kith.casework.family_help.open_referral.fetching import Asking, services_at
from kith.casework.furniture.sentences import CannotBeTrue

log = logging.getLogger("kith.directory")


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="directory_feeds", lock="directory_feeds")
def read_daily_feeds(timestamp: int) -> None:
    """Read every feed that is read daily, one after the other; one that fails does not stop the next."""
    for feed in DirectoryFeed.objects.filter(is_read_daily=True).order_by("pk"):
        try:
            done = read_feed(
                feed=feed, services=services_at(feed.address, Asking()), source=feed.address, by=None
            )
        except CannotBeTrue:
            # Why is kept with the reading, where the directory's keepers see it; a feed's words stay out of the log.
            log.warning("directory feed not read", extra={"feed": feed.pk})
        else:
            log.info(
                "directory feed read", extra={"feed": feed.pk, "read": done.read, "rejected": done.rejected}
            )
