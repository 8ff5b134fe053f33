"""`hotline`: all of its commands."""

from __future__ import annotations

import click

from hotline.cli.backup import backup, restore
from hotline.cli.call import call
from hotline.cli.connect import connect
from hotline.cli.cost import cost
from hotline.cli.demo import demo
from hotline.cli.deploy import deploy
from hotline.cli.destroy import destroy
from hotline.cli.doctor import doctor
from hotline.cli.invite import invite
from hotline.cli.meeting import meeting
from hotline.cli.oneline import OneLine
from hotline.cli.rehearse import rehearse
from hotline.cli.requests import requests
from hotline.cli.rule import rule
from hotline.cli.script import script
from hotline.cli.secrets import secrets
from hotline.cli.serve import serve
from hotline.cli.voice import voice
from hotline.cli.volunteer_texts import texts
from hotline.cli.volunteers import volunteers


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hotline", message="%(version)s")
def main() -> None:
    """A phone line for neighbours: dial, key what you need, and a neighbour rings.

    See the whole story with `hotline demo`. Run the line here with `hotline serve`, phone it with `hotline call`, and
    see what happened with `hotline requests`.
    """


volunteers.add_command(invite)
volunteers.add_command(texts)
here = (demo, serve, call, volunteers, requests, meeting, script, rule, voice, cost)
at_aws = (deploy, secrets, connect, doctor, rehearse, destroy, backup, restore)
for command in (*here, *at_aws):
    main.add_command(command)
