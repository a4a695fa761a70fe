"""What is said in the terminal, in English and Spanish: (English, Spanish) by name.

Spanish where the system speaks Spanish, Quechua or Aymara; English elsewhere. Every stop is one line that
says what is missing and how to mend it.
"""

import os
import sys

WORDS = {
    "building": (
        "Preparing Relevo for the first time: this takes about a minute and needs the internet once.",
        "Preparando Relevo por primera vez: tarda cerca de un minuto y necesita internet una sola vez.",
    ),
    "refreshing": (
        "The list of parts has changed: bringing .venv up to date.",
        "La lista de piezas cambió: poniendo .venv al día.",
    ),
    "fetching": ("  parts: {done} of {total} ({name})", "  piezas: {done} de {total} ({name})"),
    "unpacking": ("  unpacking them…", "  desempacando…"),
    "installed": ("  parts ready in {seconds} s", "  piezas listas en {seconds} s"),
    "migrating": ("Setting up the database…", "Preparando la base de datos…"),
    "loading": (
        "Loading territories, courses and demo people…",
        "Cargando territorios, cursos y personas de ejemplo…",
    ),
    "collecting": ("Collecting and compressing static files…", "Reuniendo y comprimiendo archivos…"),
    "starting": ("Starting the server and the worker…", "Encendiendo el servidor y el ayudante…"),
    "open": ("Relevo is open: {url}", "Relevo está abierto: {url}"),
    "open_lan": ("On phones on the same Wi-Fi: {url}", "En celulares del mismo wifi: {url}"),
    "lan_hint": (
        "To open it from phones on the same Wi-Fi: HOST=0.0.0.0 python3 manage.py run",
        "Para abrirlo desde celulares del mismo wifi: HOST=0.0.0.0 python3 manage.py run",
    ),
    "stop_hint": ("Stop with Ctrl-C.", "Se apaga con Ctrl-C."),
    "stopping": ("Stopping…", "Apagando…"),
    "stopped": ("Stopped. Nothing is left running.", "Apagado. No queda nada encendido."),
    "server": ("server", "servidor"),
    "worker": ("worker", "ayudante"),
    "died": (
        "The {name} ended by itself (code {code}); stopping the rest.",
        "Se cayó el {name} (código {code}); apagando lo demás.",
    ),
    "silent": (
        "The server did not answer within {seconds} s; stopping.",
        "El servidor no respondió en {seconds} s; apagando.",
    ),
    "ill": (
        "The server answers with an error ({status}); the lines above say why. Stopping.",
        "El servidor responde con un error ({status}); las líneas de arriba dicen por qué. Apagando.",
    ),
    "port_taken": (
        "Port {port} is taken by another program. Choose another one: PORT={other} python3 manage.py run",
        "El puerto {port} está ocupado por otro programa. Elige otro: PORT={other} python3 manage.py run",
    ),
    "port_forbidden": (
        "Port {port} needs an administrator. Choose one above 1023: PORT=8000 python3 manage.py run",
        "El puerto {port} exige ser administrador. Elige uno mayor que 1023: PORT=8000 python3 manage.py run",
    ),
    "port_wrong": (
        "PORT={port} is not a port number. For example: PORT=8001 python3 manage.py run",
        "PORT={port} no es un número de puerto. Por ejemplo: PORT=8001 python3 manage.py run",
    ),
    "host_wrong": (
        "HOST={host} is not an address of this machine. Leave it out, or for all "
        "phones around: HOST=0.0.0.0 python3 manage.py run",
        "HOST={host} no es una dirección de esta máquina. Solo aquí: sin HOST; para los celulares cercanos: "
        "HOST=0.0.0.0 python3 manage.py run",
    ),
    "disk_full": (
        "Only {free} MB are free in {folder}, and {needed} MB are needed. Free some space and start again.",
        "Quedan {free} MB libres en {folder} y se necesitan {needed} MB. Libera espacio y vuelve a empezar.",
    ),
    "disk_gone": (
        "The disk filled up while installing. Free about 1 GB and start again.",
        "El disco se llenó mientras se instalaba. Libera cerca de 1 GB y vuelve a empezar.",
    ),
    "read_only": (
        "Relevo cannot write in {folder}. Copy it to a folder of your own and start it there.",
        "Relevo no puede escribir en {folder}. Cópialo a una carpeta tuya y enciéndelo allí.",
    ),
    "no_venv": (
        "This Python comes without its venv module. To mend it: {command}",
        "Este Python viene sin su módulo venv. Se arregla así: {command}",
    ),
    "wheel_damaged": (
        "academy/bootstrap/wheels/{name} is damaged. Fetch Relevo again (git checkout, or a new download).",
        "academy/bootstrap/wheels/{name} está dañado. Vuelve a bajar Relevo (git checkout o copia nueva).",
    ),
    "no_network": (
        "The parts could not be fetched: is there internet? Start again once there is; what came is kept.",
        "No se pudieron bajar las piezas: ¿hay internet? Repite cuando haya; lo bajado se conserva.",
    ),
    "install_failed": (
        "The parts could not be installed; the lines above say why. Start again, or delete .venv first.",
        "No se pudieron instalar las piezas; arriba dice por qué. Repite, o borra antes .venv.",
    ),
    "step_failed": (
        "Preparation failed; the lines above say why.",
        "Falló la preparación; las líneas de arriba dicen por qué.",
    ),
    "no_git": (
        "{folder} was not fetched with git: copy the new code there yourself, then: python3 manage.py upgrade",
        "{folder} no vino por git: copia ahí el código nuevo y luego: python3 manage.py upgrade",
    ),
    "own_changes": (
        "Somebody has changed files in {folder}: git will not write over them. Look: git status",
        "Alguien cambió archivos en {folder}: git no los pisará. Mira: git status",
    ),
    "git_failed": ("The new code could not be fetched: {what}", "No se pudo traer el código nuevo: {what}"),
    "pulled": (
        "The code was {before} and is {now}. The way back: git checkout {before}",
        "El código era {before} y es {now}. Para volver: git checkout {before}",
    ),
    "checking": ("== {name}", "== {name}"),
    "check_failed": ("   FAILED: {name}", "   FALLÓ: {name}"),
    "testing": ("== tests ({processes} at a time)", "== pruebas ({processes} a la vez)"),
}


def spanish(environ=None):
    """Does this system speak Spanish (or Quechua or Aymara, where Spanish is read too)?"""
    environ = os.environ if environ is None else environ
    language = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return language[:2].lower() in ("es", "qu", "ay")


def words(key, /, **values):
    english, castellano = WORDS[key]
    return (castellano if spanish() else english).format(**values)


def say(key, /, **values):
    """Print at once: whoever waits wants to see it now, also through a pipe."""
    try:
        print(words(key, **values), flush=True)
    except UnicodeEncodeError:  # an old Windows terminal
        print(words(key, **values).encode("ascii", "replace").decode(), flush=True)


class Stop(SystemExit):
    """End with one line on the error stream and the exit code 1."""

    def __init__(self, key, /, **values):
        self.key = key
        super().__init__(words(key, **values))


def progress(text):
    """Rewrite the same line in a terminal; stay silent in a log."""
    if sys.stdout.isatty():
        print("\r\033[K" + text, end="", flush=True)


def end_progress():
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
