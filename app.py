"""The Chalice app: registers the doors, nothing else."""

from chalice import Chalice

from chalicelib import DOORS

app = Chalice(app_name="hotline")
for door in DOORS:
    app.register_blueprint(door)
