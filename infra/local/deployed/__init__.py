"""The line as AWS runs it, on one machine: each function a process of its own, from the packed zip, under its own role.

`line` reads from the template what there is, and puts it together: `running` runs a function, `mapping` gives one of
them the stream, `guard` is the AWS that they call, and lets each do what its role allows. Outside, the exchange phones.
"""
