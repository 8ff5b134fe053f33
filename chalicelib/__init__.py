"""The doors: one blueprint for each way in. They check who knocks, and hand over; decisions are made in `hotline`."""

from __future__ import annotations

from chalicelib.alarm import alarm
from chalicelib.backups import backups
from chalicelib.clock import clock
from chalicelib.sound import sound
from chalicelib.status import status
from chalicelib.stream import stream
from chalicelib.text import text
from chalicelib.voice import voice

DOORS = (voice, sound, text, status, stream, clock, alarm, backups)
