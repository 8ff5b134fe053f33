"""What the line costs a month: arithmetic on two files, `infra/aws/usage.toml` and `infra/aws/prices.toml`.

`usage` and `prices` read them, `parts` says which price goes with how much of what, `bill` adds it up, `people` says
what an answering service would cost; `sheet` and `arithmetic` write it down, `told` and `page` put that together.
"""
