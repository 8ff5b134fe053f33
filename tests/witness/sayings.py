"""Sentences that sound like a claim and are none, each with the reason. Written in small letters, as they are heard."""

from __future__ import annotations

from collections.abc import Mapping

_BEFORE = "said before it is stored: `it is written down`, or `it is kept`, is the claim"
_RULE = "the rule aloud: promise 3 and `no data was gathered` are judged by the rows"
_NO_CHANGE = "says what does not happen, and nothing is written for it"
_HEADLINE = "says why this phone is rung; whoever says yes to it hears a claim"
_WEEK = "what falls on a holiday is judged week by week"

CLAIMS_NOTHING: Mapping[str, str] = {
    "a neighbour can ring you instead": _BEFORE,
    "we will ring {number}": _BEFORE,
    "we ring you.": _BEFORE,
    "a neighbour will ring you first": _BEFORE,
    "and what you said yes to goes to somebody else": _BEFORE,
    "if we hold that number, we ring it": "whose number it is is not said; when it rings is judged by promise 2",
    "we text you": _BEFORE,
    "we send no texts": _BEFORE,
    "what you told us so far is kept": "what was stored so far was judged when it was stored",
    "whoever was asked longest ago is asked first": _RULE,
    "we ask in turn": _RULE,
    "we ask neighbours, in turn": _RULE,
    "the neighbour of last time is asked first": _RULE,
    "what was asked is erased when it is done": _RULE,
    "it is erased after {duration}": _RULE,
    "is now erased after {duration}": _RULE,
    "nobody is told what was decided": _RULE,
    "if nobody could, we ring, to say so": _RULE,
    "no name and no address is kept": _RULE,
    "it is played at our next meeting": _BEFORE,
    "we do not keep who you are": _RULE,
    "somebody would like a person to ring them": _HEADLINE,
    "one of us was to ring you back": "what was said before: that there is nobody who can is the claim",
    "requests are kept until tomorrow": "that the calls are used up is the claim",
    "one that you have said yes to already stays": "if there is one: it is named on the call on which they ask",
    "you have said yes to more than one": "each is named, and judged, in the sentence that names it",
    "it is too late to ring them now": _NO_CHANGE,
    "too early or too late to ring them now": _NO_CHANGE,
    "so that one of us can ring you": _BEFORE,
    "without a number we cannot ring you": _NO_CHANGE,
    "we do not ring you.": "`you are resting` is the claim; who is rung all the same is seen",
    "only counts are kept": "`you have left` is the claim",
    "we ask for this once, in the next few days": "`in the next few days: it is written down` is the claim",
    "nobody goes there before the one it is for has said yes": "a rule; that they have is said by other sentences",
    "press 1, and we ask again": _BEFORE,
    "we ring you another day, or it ends after the third": "a need that ends unmet is judged by promise 4",
    "we go on to the next": "a count; that the request is open is said by other sentences",
    "falls on a holiday this week, and is left out": _WEEK,
    "and nothing is kept of it": "what has ended holds nothing of anybody: judged by the rows",
    "you said yes to {need_within}": "a text message: promise 6 judges those",
}
