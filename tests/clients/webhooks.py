"""Receives webhooks of the service and checks them with the library of Standard Webhooks.

Usage: webhooks.py URL KEY, where KEY may write. The server must be allowed to reach 127.0.0.1.
"""

import datetime
import json
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from unittest import mock

import standardwebhooks.webhooks
from standardwebhooks import Webhook, WebhookVerificationError

URL, KEY = sys.argv[1], sys.argv[2]
# A second attempt comes after about five seconds.
PATIENCE = 30


def say(text):
    print(f"   {text}", flush=True)


def ask(method, path, body=None):
    request = urllib.request.Request(URL + path, method=method)
    request.add_header("Authorization", f"Api-Key {KEY}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read() or "null")


class Receiver:
    """Answers 204 to what the library accepts, 400 to what it refuses, and keeps both."""

    def __init__(self):
        self.secret, self.failing, self.read = None, 0, 0
        self.accepted, self.refused = [], []
        self.changed = Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.send_response(receiver.take(body, headers))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def take(self, body, headers):
        with self.changed:
            self.changed.notify_all()
            try:
                message = Webhook(self.secret).verify(body, headers)
            except WebhookVerificationError as error:
                self.refused.append((body, headers, str(error)))
                return 400
            if self.failing:
                self.failing -= 1
                return 503
            self.accepted.append((body, headers, message))
            return 204

    def wait(self, what, holds):
        with self.changed:
            if not self.changed.wait_for(holds, PATIENCE):
                sys.exit(f"error: waited in vain until {what}: {self.accepted} {self.refused}")

    def next(self, what):
        """The next message that was accepted, of those not looked at yet."""
        self.wait(what, lambda: len(self.accepted) > self.read)
        self.read += 1
        return self.accepted[self.read - 1]


def refuses(what, secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return
    sys.exit(f"error: the library accepts {what}")


def delivery(webhook, ident):
    listed = ask("GET", f"/api/v1/webhooks/{webhook}/deliveries")["deliveries"]
    return next(one for one in listed if one["id"] == ident)


def until(what, holds):
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > PATIENCE:
            sys.exit(f"error: waited in vain until {what}")
        time.sleep(0.1)


def change(place, steps):
    return ask("PATCH", f"/api/v1/establishments/{place}", {"criteria": {"entree_plain_pied": False, "entree_marches": steps}})


def main():
    place = ask("GET", "/api/v1/establishments?limit=1")["features"][0]["id"]
    receiver = Receiver()
    made = ask("POST", "/api/v1/webhooks", {"url": receiver.url, "interest": {"kind": "establishment", "id": place}})
    webhook, secret = made["id"], made["secret"]
    receiver.secret = secret

    ask("POST", f"/api/v1/webhooks/{webhook}/test")
    _, _, ping = receiver.next("the test came")
    assert ping["type"] == "ping", ping
    say("a test: accepted by the library")

    receiver.failing = 1
    version = change(place, 2)["version"]
    body, headers, message = receiver.next("the change came again after a 503")
    told = message["data"]["changes"][-1]
    assert (told["id"], told["version"], told["record"]["criteria"]["entree_marches"]) == (place, version, 2), told
    until("the attempts are in the log", lambda: delivery(webhook, headers["webhook-id"])["state"] == "delivered")
    assert delivery(webhook, headers["webhook-id"])["attempts"] == 2
    say("a change: refused once by its receiver, sent again under its id, accepted by the library")

    refuses("another body", secret, body.replace(b"entree_marches", b"entree_marchez"), headers)
    refuses("the signature of another message", secret, body, {**headers, "webhook-id": "msg_other"})
    refuses("a message under another secret", "whsec_" + "A" * 32, body, headers)
    refuses("no signature", secret, body, {name: value for name, value in headers.items() if name != "webhook-signature"})
    later = str(int(headers["webhook-timestamp"]) + 60)
    refuses("a message whose time was changed", secret, body, {**headers, "webhook-timestamp": later})

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.datetime.now(tz) + datetime.timedelta(minutes=10)

    with mock.patch.object(standardwebhooks.webhooks, "datetime", Later):
        refuses("a message that was recorded and is sent again ten minutes later", secret, body, headers)
    Webhook(secret).verify(body, headers)
    say("what is altered, signed by another or replayed: refused by the library")

    ask("POST", f"/api/v1/webhooks/{webhook}/replay", {"delivery": headers["webhook-id"]})
    again = receiver.next("the message came again when it was asked for")
    assert again[1]["webhook-id"] == headers["webhook-id"], again
    say("a message asked for again: under the same id, signed anew")

    rotated = ask("POST", f"/api/v1/webhooks/{webhook}/rotate")["secret"]
    assert rotated != secret
    change(place, 3)
    body, headers, _ = receiver.next("a change came after the rotation")
    Webhook(rotated).verify(body, headers)
    say("after a rotation: accepted under both secrets")

    receiver.secret = "whsec_" + "A" * 32
    change(place, 4)
    receiver.wait("a message was refused", lambda: receiver.refused)
    ident = receiver.refused[0][1]["webhook-id"]
    until("the refusal is in the log", lambda: delivery(webhook, ident).get("status") == 400)
    assert delivery(webhook, ident)["state"] == "pending"
    receiver.secret = rotated
    accepted = receiver.next("the refused message came again")
    assert accepted[1]["webhook-id"] == ident, accepted
    say("a receiver with a wrong secret refuses all, and misses nothing once it has the right one")
    ask("DELETE", f"/api/v1/webhooks/{webhook}")


main()
