#!/usr/bin/env python3
"""An SMTP server for the scenarios: STARTTLS and AUTH required, Maildir.

usage: smtpd.py HOST PORT MAILDIR CERT KEY USER PASSWORD

Prints READY once it listens, and serves until SIGTERM. Each message gets the
envelope's recipients in X-Envelope-To. Some recipients are answered as servers
do on bad days:

    nobody@   550 to RCPT, always
    grey@     450 to RCPT, the first time
    full@     452 to DATA, the first time
    dies@     takes the message and ends before it says so, the first time
    slow@     looks at the message for two seconds
"""
import asyncio
import mailbox
import os
import signal
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Deliver:
    def __init__(self, folder):
        self.folder = mailbox.Maildir(folder, create=True)
        self.seen = folder + ".seen"  # outlives this process

    def is_first(self, address):
        """Has nobody asked for this one before?"""
        try:
            os.close(os.open(self.seen + "." + address.split("@")[0],
                             os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such user here"
        if address.startswith("grey@") and self.is_first(address):
            return "450 4.2.0 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = ", ".join(envelope.rcpt_tos)
        if to.startswith("full@") and self.is_first(to):
            return "452 4.3.1 insufficient system storage"
        if to.startswith("slow@"):
            await asyncio.sleep(2)
        self.folder.add(
            b"X-Envelope-To: " + to.encode() + b"\r\n" + envelope.content)
        if to.startswith("dies@") and self.is_first(to):
            os._exit(1)
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
