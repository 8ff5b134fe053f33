"""The Chalice app: registers the doors, and is then ready for its snapshot."""

from chalice import Chalice

from chalicelib import DOORS
from chalicelib.snapshot import before_the_snapshot

# Its own logging would hide the warnings of everything named hotline, and write errors as AWS does not count them.
app = Chalice(app_name="hotline", configure_logs=False)
for door in DOORS:
    app.register_blueprint(door)

before_the_snapshot()
