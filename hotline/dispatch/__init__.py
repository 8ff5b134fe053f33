"""The life of a request: logged, offered, rung, accepted, handed back, forgotten; `advance` is the one act."""
