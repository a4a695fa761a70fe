"""`python3 manage.py bench grown`: the whole grown shape on this machine, and the browser journeys against it.

PostgreSQL, Redis, an S3 stand-in (moto), two gunicorn processes with a folder each of their own, a worker, and nginx
with the very file of deploy/. No visitor is tied to one of the two servers, and neither can read the other's disk.
Everything is on free ports and in a folder that goes afterwards. Installs what is missing where it can.
"""

import base64
import contextlib
import http.client
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .postgres import private_postgres, programs
from .reading import Figure
from .server import HOST, free_port

MOTO = "moto[server]==5.2.5"
JOURNEYS = ("test_journeys.py", "test_journeys_editor.py", "test_journeys_people.py")
DEBIAN = {"nginx": "nginx", "redis-server": "redis-server"}
BUCKET = "relevo"


def grown(_site):
    """How long it took to stand, how many journeys went through, and that each server answered its share."""
    from academy.bootstrap.places import ROOT

    began = time.monotonic()
    with _standing(ROOT) as shape:
        yield Figure("grown_standing", time.monotonic() - began, "s")
        passed, told = journeys(ROOT, shape)
        print(told, file=sys.stderr, flush=True)
        yield Figure("grown_journeys_passed", passed, "tests")
        for number, answered in enumerate(shape.answered(), start=1):
            yield Figure(f"grown_answers_of_server_{number}", answered, "answers")
        yield Figure("grown_files_on_disks", len(list(shape.strays())), "files")


def journeys(root, shape):
    """The browser tests of the three journeys, against the standing shape. Raises where one fails."""
    environ = {
        **os.environ,
        "RELEVO_SITE": shape.url,
        "RELEVO_SITE_VAR": str(shape.folder / "settled"),
        "RELEVO_SITE_DATABASE": shape.database,
        "DJANGO_SETTINGS_MODULE": "academy.settings.test",
        "CI": "true",
    }
    for name in ("DATABASE_URL", "CACHE_URL", "STORAGE_URL", "VAR_DIR"):
        environ.pop(name, None)
    wanted = [f"tests/browser/{name}" for name in JOURNEYS]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *wanted]
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True)
    found = re.search(r"(\d+) passed", done.stdout)
    if done.returncode or not found:
        raise RuntimeError(f"the journeys did not all go through\n{done.stdout[-6000:]}\n{shape.logs()}")
    return int(found[1]), done.stdout.strip().splitlines()[-1]


class Shape:
    """``url`` of the proxy; ``folder`` with everything; ``database`` as DATABASE_URL."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.url = f"http://{HOST}:{free_port()}"

    def logs(self):
        return "\n".join(f"== {path.name}\n{path.read_text()[-2000:]}" for path in sorted(self.folder.glob("*.log")))

    def answered(self):
        """How many requests each server says it answered."""
        return [log.read_text().count("relevo.request") for log in sorted(self.folder.glob("server-*.log"))]

    def strays(self):
        """Files that a server wrote into its own folder: what a second machine could not see."""
        for own in self.folder.glob("own-*"):
            # Who was erased stands in the database; the list is for the day when that is lost.
            yield from (path for path in own.rglob("*") if path.is_file() and path.name != "erased.list")


@contextlib.contextmanager
def _standing(root):
    bin = programs()
    if bin is None:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt-get install -y postgresql)")
    _install_missing()
    _install_parts()
    tools = _moto()
    with private_postgres(bin) as database, contextlib.ExitStack() as ends:
        folder = Path(tempfile.mkdtemp(prefix="relevo-grown-", dir="/tmp"))
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        shape = Shape(folder, database)
        start = _starter(shape, ends)
        redis, s3 = _redis(shape, start), _bucket(shape, start, tools)
        environ = _environ(shape, redis, s3)
        _settle(root, shape, environ)
        ports = [free_port(), free_port()]
        for number, port in enumerate(ports, start=1):
            _server(root, start, {**environ, "VAR_DIR": str(folder / f"own-{number}")}, number, port)
        worker = [
            sys.executable,
            root / "manage.py",
            "db_worker",
            "--queue-name",
            "*",
            "--no-reload",
            "--verbosity",
            "0",
        ]
        start("worker", worker, {**environ, "VAR_DIR": str(folder / "own-worker")}, root)
        start("nginx", _nginx(shape, ports, root))
        for port in (*ports, int(shape.url.rpartition(":")[2])):
            _wait(port, "/healthz", shape)
        yield shape


def _starter(shape, ends):
    def start(name, command, environ=None, cwd="/"):
        log = ends.enter_context((shape.folder / f"{name}.log").open("w"))
        child = subprocess.Popen(
            [str(part) for part in command], env=environ or os.environ, cwd=cwd, stdout=log, stderr=subprocess.STDOUT
        )

        def stop():
            child.terminate()
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

        ends.callback(stop)
        return child

    return start


def _redis(shape, start):
    port = free_port()
    command = [
        "redis-server",
        "--port",
        port,
        "--bind",
        HOST,
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        shape.folder,
    ]
    start("redis", command)
    return f"redis://{HOST}:{port}/0"


def _bucket(shape, start, tools):
    """moto, and in it the bucket. Its address as STORAGE_URL."""
    port = free_port()
    environ = {**os.environ, "PYTHONPATH": str(tools)}
    start("moto", [sys.executable, "-m", "moto.server", "-H", HOST, "-p", port], environ)
    _wait(port, "/", shape)
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request(
        "PUT",
        f"/{BUCKET}",
        headers={"Authorization": "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request"},
    )
    if connection.getresponse().status >= 300:
        raise RuntimeError("moto made no bucket")
    return f"s3://key:secret@{HOST}:{port}/{BUCKET}?region=us-east-1&scheme=http"


def _environ(shape, redis, s3):
    """One environment for all processes: whatever they share is in it, in the database, the cache or the bucket."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        "DATABASE_URL": shape.database,
        "CACHE_URL": redis,
        "STORAGE_URL": s3,
        "STATIC_DIR": str(shape.folder / "static"),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SEALING_KEYS": base64.b64encode(secrets.token_bytes(48)).decode(),
        "BADGE_SIGNING_KEY": pem.decode(),
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": shape.url,
        # The proxy here speaks http: a browser takes what it is told from its own machine all the same.
        "BEHIND_PROXY": "1",
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_HSTS_SECONDS": "0",
        "LOG_FORMAT": "json",
        "LOG_REQUESTS": "1",
    }


def _settle(root, shape, environ):
    """Tables, static files, courses and invented people, by a process whose folder no server sees."""
    own = {**environ, "VAR_DIR": str(shape.folder / "settled"), "LOG_REQUESTS": "0"}
    command = [sys.executable, "-m", "academy.bootstrap.prepare", str(shape.folder / "people.txt")]
    done = subprocess.run(command, cwd=root, env=own, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the site could not be prepared\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def _server(root, start, environ, number, port):
    command = [sys.executable, "-m", "gunicorn", "academy.wsgi", "--bind", f"{HOST}:{port}", "--workers", "1"]
    command += ["--worker-class", "gthread", "--threads", "8", "--timeout", "60", "--log-level", "warning"]
    start(f"server-{number}", command, environ, root)


def _nginx(shape, ports, root):
    """The file of deploy/, with our ports, without the certificate, and wrapped in what Debian wraps it in."""
    port = shape.url.rpartition(":")[2]
    text = (root / "deploy" / "nginx.conf").read_text()
    plain = text[: text.index("server {\n    listen 80;")] + text[text.index("server {\n    listen 443 ssl") :]
    servers = " ".join(f"server {HOST}:{each} max_fails=2 fail_timeout=5s;" for each in ports)
    plain = re.sub(r"server 127\.0\.0\.1:8000[^;]*;", servers, plain)
    plain = plain.replace("listen 443 ssl http2;", f"listen {HOST}:{port};").replace("listen [::]:443 ssl http2;", "")
    plain = re.sub(r"\n    ssl_[^\n]*", "", plain)
    plain = plain.replace("escuela.example.org", HOST).replace("/var/log/nginx", str(shape.folder))
    plain = plain.replace("/srv/relevo/app/deploy", str(root / "deploy"))
    whole = f"daemon off; pid {shape.folder}/nginx.pid; error_log {shape.folder}/nginx-start.log;\n"
    if os.getuid() == 0:
        whole += "user root;\n"
    whole += "events { worker_connections 256; }\n"
    places = "".join(
        f"{name}_temp_path {shape.folder}/nginx-{name};\n" for name in "client_body proxy fastcgi uwsgi scgi".split()
    )
    conf = shape.folder / "nginx.conf"
    conf.write_text(f"{whole}http {{\ninclude /etc/nginx/mime.types;\n{places}{plain}\n}}\n")
    return ["nginx", "-p", shape.folder, "-c", conf]


def _wait(port, path, shape, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise RuntimeError(f"nobody answers on port {port}\n{shape.logs()}")


# --- What is not there -----------------------------------------------------------------------------


def _install_missing():
    """nginx and Redis, where we may install them; else the sentence that says how."""
    absent = [package for program, package in DEBIAN.items() if not shutil.which(program, path=_path())]
    if not absent:
        return
    how = f"apt-get install -y {' '.join(absent)}"
    if os.getuid() or not shutil.which("apt-get"):
        raise RuntimeError(f"missing: {', '.join(absent)} (Debian: {how})")
    # Debian starts what it installs; ours run on ports of their own.
    subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=sys.stderr)
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*how.split(), "-qq", "--no-install-recommends"], check=True, env=environ, stdout=sys.stderr)


def _install_parts():
    """Drivers and browser tests, as `manage.py` would with such a DATABASE_URL."""
    from academy.bootstrap import environment

    with_drivers = {"DATABASE_URL": "postgres://"}
    os.environ.update(with_drivers)
    try:
        environment.ensure(develop=True)
    finally:
        for name in with_drivers:
            del os.environ[name]


def _path():
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def _moto():
    """The folder of the S3 stand-in, filled once: it brings fifty packages that nothing else here needs."""
    from academy.bootstrap import environment
    from academy.bootstrap.places import ROOT

    folder = ROOT / "var" / "grown-tools"
    if not (folder / "moto").is_dir():
        print("fetching the S3 stand-in…", file=sys.stderr, flush=True)
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        command = [sys.executable, "-c", environment.PIP, environment.checked_wheel(), "install", "--no-input", "-q"]
        command += ["--disable-pip-version-check", "--target", part, MOTO]
        subprocess.run([str(each) for each in command], check=True, stdout=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    return folder
