"""Twilio's own library, with the exchange in place of the network."""

from __future__ import annotations

from twilio.rest import Client

from infra.local.exchange import Exchange
from infra.local.in_process import InProcess


def client(exchange: Exchange) -> Client:
    return Client(exchange.account_sid, exchange.auth_token, http_client=InProcess(exchange))
