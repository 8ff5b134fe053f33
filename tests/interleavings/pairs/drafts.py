"""A need that is being said while the sweep opens it; wishes that come twice; a code that is keyed too late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hotline.codes import derive
from hotline.conversation.turns import Given
from hotline.dispatch.drafts import open_draft
from hotline.dispatch.sweep import sweep
from hotline.effects import codes, logging
from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, RequestState, When
from tests.interleavings.pair import Race, pair
from tests.interleavings.stage import ALI, BEN, GROUP, Stage, ident
from tests.interleavings.states import dialled_in, draft, written

KEYED = "02079460177"


@pair
def opens_while_number_is_keyed(stage: Stage) -> Race:
    """She has been silent for so long that it opens, and keys another number: that one is kept."""
    stage.joins(BEN, ALI)
    request_id = written(stage)
    stage.passes(timedelta(seconds=181))

    def check(said: object, _swept: object) -> Iterable[str]:
        number = stage.request(request_id).number
        if said == "kept" and number != PhoneNumber("+44" + KEYED[1:]):
            yield f"she heard {said}, and the number is {number}"

    return Race(
        one=lambda: logging.keep_number.run(stage.world, dialled_in(stage), request_id, Given(KEYED)),
        other=lambda: sweep(stage.world),
        check=check,
    )


@pair
def opens_while_keyed_anew(stage: Stage) -> Race:
    """A step back, and another need: the row is what she heard read back."""
    stage.joins(BEN, ALI)
    written(stage)
    stage.passes(timedelta(seconds=181))

    def keys_anew() -> str:
        rosa = dialled_in(stage)
        kept = logging.keep_need.run(stage.world, rosa, 1, Need.MEDICINES).partition("_")[0]
        logging.write_down.run(stage.world, rosa, kept, "brentwood", When.SOON)
        return kept

    def check(kept: object, _swept: object) -> Iterable[str]:
        request = stage.request(str(kept))
        if (request.need, request.area) != (Need.MEDICINES, "brentwood"):
            yield f"she keyed medicines, and it is {request.need} in {request.area}"

    return Race(one=keys_anew, other=lambda: sweep(stage.world), check=check)


@pair
def two_wishes_back(stage: Stage) -> Race:
    """Two calls at once from one number, each to be rung straight back: one wish waits, and the phone rings for it."""
    stage.joins(BEN)
    one, two = dialled_in(stage, BEN, "1"), dialled_in(stage, BEN, "2")

    def check(_one: object, _two: object) -> Iterable[str]:
        kept = stage.of_reason(Reason.BACK)
        waits = [wish for wish in kept if stage.store.wish_waits(wish, ident(BEN), Reason.BACK)]
        if len(waits) != 1:
            yield f"{len(waits)} wishes to be rung back wait"

    def rung_for_one() -> Iterable[str]:
        """He does not answer, and is rung twice for each wish."""
        if stage.placed() != 2:
            yield f"his phone was rung back {stage.placed()} times"

    return Race(
        one=lambda: logging.ask_to_be_rung.run(stage.world, one),
        other=lambda: logging.ask_to_be_rung.run(stage.world, two),
        check=check,
        afterwards=rung_for_one,
    )


@pair
def code_ends(stage: Stage) -> Race:
    """The code is keyed while the request ends: it is found, or it is wrong."""
    stage.joins(BEN)
    request_id = draft(stage, number=None)
    nobody = dialled_in(stage, None)
    attempt = int(codes.make_code.run(stage.world, nobody, request_id))
    code = derive(stage.world.secrets[0], request_id, attempt)
    logging.write_down.run(stage.world, nobody, request_id, "ongar", When.TODAY)
    stage.hangs_up(nobody.sid)
    open_draft(stage.world, stage.request(request_id))

    def check(found: object, _ended: object) -> Iterable[str]:
        if found not in {request_id, codes.WRONG}:
            yield f"the code came to {found}"

    return Race(
        one=lambda: codes.open_with_code.run(stage.world, dialled_in(stage, None, "code"), Given(code)),
        other=lambda: stage.store.end_request(GROUP, request_id, state=RequestState.CANCELLED, now=stage.now),
        check=check,
    )
