#!/usr/bin/env python3
"""An SMTP server for the scenarios: STARTTLS and AUTH required, Maildir.

usage: smtpd.py HOST PORT MAILDIR CERT KEY USER PASSWORD

Prints READY once it listens, and serves until SIGTERM. Each message gets the
envelope's recipients in X-Envelope-To.
"""
import mailbox
import signal
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Deliver:
    def __init__(self, folder):
        self.folder = mailbox.Maildir(folder, create=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = ", ".join(envelope.rcpt_tos).encode()
        self.folder.add(b"X-Envelope-To: " + to + b"\r\n" + envelope.content)
        return "250 OK"


def main():
    host, port, folder, cert, key, user, password = sys.argv[1:8]
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(cert, key)

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=good, handled=good)

    class Server(Controller):
        def factory(self):
            return SMTP(
                self.handler,
                require_starttls=True,
                tls_context=tls,
                authenticator=authenticate,
                auth_required=True,
                hostname="localhost",
            )

    server = Server(Deliver(folder), hostname=host, port=int(port))
    server.start()
    print("READY", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    server.stop()


main()
