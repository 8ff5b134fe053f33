"""What answers where our Lambda does not: two static pages a group, served from elsewhere (fault 27).

Twilio asks for the first by GET whenever a page of ours cannot be had, and adds what it has to say to the URL; a bucket
does not read that. The recording's action is the second page, by GET too and relative to the first, so that neither
knows where it lies. What was recorded is found later, by asking (`hotline.dispatch.outage`).
Twilio: https://www.twilio.com/docs/usage/security/availability-reliability and /docs/voice/twiml/record
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twilio.twiml.voice_response import VoiceResponse

from hotline.errors import HotlineError
from hotline.groups import Group, voice_of
from hotline.prompts import Piece, Prompts, Speaker, load
from hotline.telephony.speech import Manner, speak
from hotline.telephony.verbs import record

CONTENT_TYPE = "text/xml; charset=utf-8"
METHOD = "GET"

Words = Callable[[str], Prompts]  # of a language


def address(base: str, group: str) -> str:
    """Where a group's first page is, below this URL."""
    return f"{base}/{_first(group)}"


def pages(groups: Mapping[str, Group], *, words: Words = load) -> dict[str, bytes]:
    """Every page of every group, by its name: `brentwood.xml`, `brentwood-thanks.xml`.

    Each is said in every language of the group, with these `words`. Raises HotlineError where two would share a name.
    """
    made: dict[str, bytes] = {}
    for slug, group in groups.items():
        for name, page in ((_first(slug), _sorry(group, words)), (_second(slug), _thanks(group, words))):
            if name in made:
                raise HotlineError(f"two groups share the page {name}: give the file {slug}.toml another name")
            made[name] = page
    return made


def _first(slug: str) -> str:
    return f"{slug}.xml"


def _second(slug: str) -> str:
    return f"{slug}-thanks.xml"


def _sorry(group: Group, words: Words) -> bytes:
    """Who we are, that we are broken, nine nine nine, a tone; then, where nothing was recorded, that nothing was."""
    response, policy = VoiceResponse(), group.policy
    _say(response, group, words, "fallback")
    record(
        response,
        _second(group.slug),
        longest=policy.note_length,
        silence=policy.first_key,
        method=METHOD,
        redirect=False,
    )
    _say(response, group, words, "fallback.silent")
    response.hangup()
    return str(response).encode()


def _thanks(group: Group, words: Words) -> bytes:
    """What holds of words and of silence, which is a recording like any other: this page cannot tell them apart."""
    response = VoiceResponse()
    _say(response, group, words, "a_person_will_ring", "fallback.nothing", "goodbye")
    response.hangup()
    return str(response).encode()


def _say(response: VoiceResponse, group: Group, words: Words, *prompts: str) -> None:
    """The group's voice speaks its first language, another the others. What a language lacks is said once."""
    said: list[list[Piece]] = []
    for language in group.languages:
        its = words(language)
        pieces = [piece for prompt in prompts for piece in Speaker(its, group).pieces(prompt, {})]
        if pieces not in said:
            speak(response, pieces, Manner(its.locale, voice_of(its.locale) if said else group.voice))
            said.append(pieces)
