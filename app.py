"""The Chalice app: registers the doors, nothing else."""

from chalice import Chalice

from chalicelib import DOORS

# Chalice would set the logger of its app's name, which is our package's too, to errors only: warnings would be dropped.
app = Chalice(app_name="hotline", configure_logs=False)
for door in DOORS:
    app.register_blueprint(door)
