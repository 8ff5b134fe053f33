"""The Chalice app: registers the doors, nothing else."""

from chalice import Chalice

from chalicelib import DOORS

# Its own logging would hide the warnings of everything named hotline, and write errors as AWS does not count them.
app = Chalice(app_name="hotline", configure_logs=False)
for door in DOORS:
    app.register_blueprint(door)
