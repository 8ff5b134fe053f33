"""`python -m tests.pages`: every page that the line can answer with, against Twilio's own schema of TwiML."""

from __future__ import annotations

import resource
import sys

from tests.alone import reach_no_account


def main() -> int:
    """Return 0 if nothing is wrong on any page."""
    reach_no_account()
    from hotline.scripts import SCRIPTS
    from tests.pages.every_page import every_page
    from tests.pages.found import look

    found = look(every_page(list(SCRIPTS)))
    for place, pages in found.pages.items():
        print(f"{pages:7} pages for {place.name}")
    for sentence, what in found.wrong.items():
        print(f"    {sentence}\n      on {what}")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    total = sum(found.pages.values())
    print(f"{total} pages, {found.violations} violations of Twilio's schema or places ({used:.0f} s of CPU time)")
    return 1 if found.violations else 0


if __name__ == "__main__":
    sys.exit(main())
