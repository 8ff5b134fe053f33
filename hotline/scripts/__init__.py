"""What each caller hears, from hello to goodbye: one generator for each kind of call.

A rule that the walker relies on: in a script, what decides how it goes on is in plain local variables (no `for` around
a `yield`), so that two moments with the same lines and the same locals have the same future.
"""

from __future__ import annotations

from collections.abc import Mapping

from hotline.conversation.call import Script
from hotline.scripts.back import back, told
from hotline.scripts.follow_up import follow_up, well
from hotline.scripts.hand_over import again
from hotline.scripts.joining import join
from hotline.scripts.news import whisper_neighbour
from hotline.scripts.offer import offer
from hotline.scripts.person import whisper_person, whisper_resident
from hotline.scripts.resident import resident

SCRIPTS: Mapping[str, Script] = {
    "resident": resident,
    "offer": offer,
    "again": again,
    "follow_up": follow_up,
    "well": well,
    "back": back,
    "told": told,
    "join": join,
    "whisper_person": whisper_person,
    "whisper_neighbour": whisper_neighbour,
    "whisper_resident": whisper_resident,
}
