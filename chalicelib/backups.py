"""The nightly backup: whatever the line remembers, put where it is not lost with the line's region."""

from __future__ import annotations

import logging
import os

from chalice import Blueprint, Cron
from chalice.app import CloudWatchEvent

from chalicelib.outside import account, world
from hotline.signals import BACKUP_WRITTEN

backups = Blueprint(__name__)
log = logging.getLogger(__name__)


@backups.schedule(Cron(17, 2, "*", "*", "?", "*"))  # UTC, when hardly anybody phones
def nightly(event: CloudWatchEvent) -> None:
    """Write a backup into the bucket that the environment names, into the folder of the line's own region.

    Each region has its own folder, so that a line that comes back after the group has moved does not replace the
    backups of the line that is in use.
    """
    from hotline.store.nightly import keep  # no part of the way to a caller's first word

    rows = keep(
        bucket=os.environ["HOTLINE_BACKUPS"],
        bucket_region=os.environ["HOTLINE_BACKUPS_REGION"],
        owner=event.account,
        folder=os.environ["AWS_REGION"],
        code_secret=account().code_secret,
        now=world().now(),
    )
    log.warning(BACKUP_WRITTEN, rows)
