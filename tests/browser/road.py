"""The road between a phone and the site: it counts what passes, and can be cut, hang, or carry something else."""

import contextlib
import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Road:
    """A server on this machine that hands everything on to ``target``. ``seen``: addresses in the order of passing."""

    def __init__(self, target):
        self.target, self.seen, self.instead = urlsplit(target).netloc, [], {}
        #: No more than so many further requests of paths that ``limits`` holds true for get through.
        self.left, self.limits = None, lambda path: True
        #: path → function(content) → content: what the site would say if this were otherwise.
        self.changed = {}
        self.hanging = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self):
        self.hanging.clear()
        self._server.shutdown()
        self._server.server_close()

    def only(self, number, limits):
        """From now on only ``number`` requests for paths that fit ``limits`` arrive; the others are cut off."""
        self.left, self.limits = number, limits

    def free(self):
        self.left = None
        self.seen.clear()

    def passed(self, path):
        """How often an address (or what begins with it) was asked for."""
        return sum(each.startswith(path) for each in self.seen)

    def _handler(road):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self):
                with contextlib.suppress(OSError):
                    super().handle_one_request()

            def carry(self):
                while road.hanging.is_set():
                    time.sleep(0.05)
                if road.left is not None and road.limits(self.path):
                    if road.left <= 0:
                        self.close_connection = True
                        return
                    road.left -= 1
                road.seen.append(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                if self.path in road.changed:
                    del self.headers["Accept-Encoding"], self.headers["If-None-Match"]
                line = http.client.HTTPConnection(road.target, timeout=20)
                line.request(self.command, self.path, self.rfile.read(length) or None, dict(self.headers))
                reply = line.getresponse()
                status, headers, body = reply.status, reply.getheaders(), reply.read()
                if self.path in road.changed:
                    body = road.changed[self.path](body)
                if self.path in road.instead:
                    status, body = 200, road.instead[self.path]
                    headers = [("Content-Type", "text/javascript"), ("Cache-Control", "no-cache")]
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "connection", "transfer-encoding", "keep-alive"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_HEAD = carry

            def log_message(self, *arguments):
                pass

        return Handler
