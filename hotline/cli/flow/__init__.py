"""The call flow as people read it, made from the scripts themselves: `chart` finds it, `outline` and `svg` draw it.

`chart` walks a script and merges the moments at which the same line of it waits; `spoken` has their words; `layout`
says where each box goes.
"""
