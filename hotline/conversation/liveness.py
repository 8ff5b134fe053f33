"""Which local variables of a suspended generator can still matter: the others may be forgotten.

The textbook analysis (Aho, Sethi, Ullman: Compilers, 10.6, live variables) over the bytecode of one function: a
variable is live where some way on reads it before it is written. It errs on the side of too many.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator, Mapping
from functools import cache
from types import CodeType

from hotline.values import dataclass

Names = frozenset[str]

_ENDS = frozenset({"RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE"})
_ALWAYS = frozenset({"JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "JUMP_ABSOLUTE"})
_KINDS = frozenset({"LOAD", "STORE", "DELETE"})
_JUMPS = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)


@dataclass(frozen=True)
class _Step:
    """One instruction: what it reads, what it writes, and at which offsets it can go on."""

    reads: Names
    writes: Names
    ways: tuple[int, ...]
    caught: tuple[int, ...]  # where an exception would lead, before anything is written


@cache
def live_at(code: CodeType, offset: int) -> Names:
    """The locals that can still be read once the generator that waits at this instruction goes on, or is thrown at.

    Variables that are shared with another function are always live.
    """
    steps, live = _steps(code), _live(code)
    shared = frozenset(code.co_cellvars + code.co_freevars)
    return shared.union(*(live[way] for way in (*steps[offset].ways, *steps[offset].caught)))


@cache
def _live(code: CodeType) -> Mapping[int, Names]:
    """What is live before each instruction: the least solution, from the end of the code backwards."""
    steps = _steps(code)
    backwards = list(steps.items())[::-1]
    live: dict[int, Names] = dict.fromkeys(steps, frozenset())
    changed = True
    while changed:
        changed = False
        for offset, step in backwards:
            after = frozenset[str]().union(*(live[way] for way in step.ways))
            before = step.reads.union(after - step.writes, *(live[way] for way in step.caught))
            changed = changed or before != live[offset]
            live[offset] = before
    return live


@cache
def _steps(code: CodeType) -> Mapping[int, _Step]:
    """Every instruction by its offset. Where an exception can be caught, it can lead there too."""
    bytecode = dis.Bytecode(code)
    instructions = list(bytecode)
    offsets = [instruction.offset for instruction in instructions]
    entries = bytecode.exception_entries  # type: ignore[attr-defined] # since Python 3.11; typeshed leaves it out
    return {
        instruction.offset: _Step(
            reads=frozenset(_locals(instruction, {"LOAD"})),
            writes=frozenset(_locals(instruction, {"STORE", "DELETE"})),
            ways=_ways(instruction, offsets[number + 1 : number + 2]),
            caught=tuple(e.target for e in entries if e.start <= instruction.offset < e.end),
        )
        for number, instruction in enumerate(instructions)
    }


def _ways(instruction: dis.Instruction, after: list[int]) -> tuple[int, ...]:
    if instruction.opname in _ENDS:
        return ()
    if instruction.opcode not in _JUMPS:
        return tuple(after)
    return (instruction.argval, *([] if instruction.opname in _ALWAYS else after))


def _locals(instruction: dis.Instruction, kinds: set[str]) -> Iterator[str]:
    """Its locals of these kinds. Since Python 3.13 one instruction can have two, such as STORE_FAST_LOAD_FAST."""
    if "_FAST" not in instruction.opname:
        return
    names = instruction.argval if isinstance(instruction.argval, tuple) else (instruction.argval,)
    did = [word for word in instruction.opname.split("_") if word in _KINDS]
    yield from (name for name, kind in zip(names, did, strict=False) if kind in kinds)
