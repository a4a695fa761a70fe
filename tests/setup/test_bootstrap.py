"""From a bare Python to a running academy: what academy/bootstrap decides, installing nothing."""

import ast
import errno
import hashlib
import http.server
import importlib
import json
import os
import signal
import socket
import string
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from academy.bootstrap import (
    catalogues,
    commands,
    environment,
    machine,
    places,
    prepare,
    processes,
    python_version,
    serve,
    testing,
    words,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    """The wording asserted here is the English one, whatever the machine speaks."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


class TestPythonVersion:
    @pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 14, 0), (4, 0, 0)])
    def test_new_enough(self, version):
        assert python_version.is_new_enough(version)

    @pytest.mark.parametrize("version", [(2, 7, 18), (3, 9, 2), (3, 10, 14)])
    def test_too_old(self, version):
        assert not python_version.is_new_enough(version)

    def test_the_message_is_one_line_with_both_versions_and_the_command(self):
        message = python_version.too_old((3, 9, 2), "darwin")
        assert "\n" not in message
        assert "3.11" in message
        assert "3.9" in message
        assert message.endswith("brew install python@3.13")

    @pytest.mark.parametrize(
        ("tool", "command"),
        [("/usr/bin/apt-get", "apt-get install"), ("/usr/bin/dnf", "dnf install"), ("/sbin/apk", "apk add")],
    )
    def test_the_command_suits_the_system(self, tool, command):
        assert command in python_version.how_to_install("linux", exists=lambda path: path == tool)

    def test_a_newer_python_on_the_path_is_found(self, tmp_path):
        good = tmp_path / "python3.12"
        good.symlink_to(sys.executable)
        assert python_version.find_newer(str(tmp_path)) == str(good)

    def test_a_name_that_only_prints_an_error_is_passed_over(self, tmp_path):
        shim = tmp_path / "python3.13"
        shim.write_text("#!/bin/sh\necho 'not installed' >&2\nexit 127\n")
        shim.chmod(0o755)
        assert python_version.find_newer(str(tmp_path)) is None

    @pytest.mark.parametrize("name", ["manage.py", "academy/bootstrap/python_version.py"])
    def test_what_old_pythons_read_has_no_syntax_they_do_not_know(self, name):
        tree = ast.parse((ROOT / name).read_text())
        for node in ast.walk(tree):
            assert not isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.AsyncFunctionDef)
            if isinstance(node, ast.FunctionDef):
                assert node.returns is None
                assert not node.args.kwonlyargs
                assert not node.args.posonlyargs


class TestStandardLibraryAlone:
    def test_every_module_loads_where_nothing_is_installed(self):
        names = sorted(path.stem for path in (ROOT / "academy/bootstrap").glob("*.py"))
        code = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
            f"for name in {names!r}: __import__('academy.bootstrap.' + name)\n"
            "assert 'django' not in sys.modules"
        )
        done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


class TestPort:
    def test_a_taken_port_is_said_in_one_line_with_the_way_out(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with pytest.raises(words.Stop) as stop:
                machine.require_port("127.0.0.1", port)
        line = str(stop.value)
        assert "\n" not in line
        assert f"Port {port} is taken" in line
        assert f"PORT={port + 1} python3 manage.py run" in line

    def test_a_free_port_is_accepted_and_left_free(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            port = other.getsockname()[1]
        machine.require_port("127.0.0.1", port)
        machine.require_port("127.0.0.1", port)

    def test_an_address_that_is_not_ours_is_named(self):
        with pytest.raises(words.Stop, match=r"HOST=192\.0\.2\.77"):
            machine.require_port("192.0.2.77", 8000)

    def test_a_port_for_administrators_points_above_1023(self):
        assert "above 1023" in str(machine._why(OSError(errno.EACCES, ""), "127.0.0.1", 80))

    def test_the_port_is_8000_unless_asked_otherwise(self):
        assert machine.port_from({}) == 8000
        assert machine.port_from({"PORT": " 8765 "}) == 8765

    @pytest.mark.parametrize("wrong", ["eight", "0", "-1", "65536", "80.0", "²"])
    def test_a_port_that_is_no_port_is_refused_by_name(self, wrong):
        with pytest.raises(words.Stop, match="^PORT="):
            machine.port_from({"PORT": wrong})


class TestDisk:
    def test_a_full_disk_is_said_in_one_line_with_both_figures(self, tmp_path):
        with pytest.raises(words.Stop) as stop:
            machine.require_space(tmp_path, 1000, free_bytes=250_000_000)
        assert "Only 250 MB are free" in str(stop.value)
        assert "1000 MB are needed" in str(stop.value)
        assert "\n" not in str(stop.value)

    def test_just_enough_is_enough(self, tmp_path):
        machine.require_space(tmp_path, 1000, free_bytes=1_000_000_000)

    def test_the_real_disk_is_asked_when_no_figure_is_given(self, tmp_path):
        machine.require_space(tmp_path, 0)
        with pytest.raises(words.Stop):
            machine.require_space(tmp_path, 10**12)


class TestPins:
    def test_comments_and_empty_lines_are_left_out(self):
        text = "# title\n\ndjango==5.2.19   # the framework\ngunicorn==27.0.1; os_name != 'nt'  # server\n"
        assert environment.pins(text) == ["django==5.2.19", "gunicorn==27.0.1; os_name != 'nt'"]

    def test_groups_follow_what_they_include(self):
        groups = {"test": ["pytest==1"], "dev": [{"include-group": "test"}, "ruff==2"]}
        assert environment.group(groups, "dev") == ["pytest==1", "ruff==2"]

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-grow.txt", "requirements-media.txt"])
    def test_every_requirement_is_pinned_exactly_and_names_no_address(self, name):
        text = (ROOT / name).read_text()
        assert "://" not in text
        for pin in environment.pins(text):
            assert "==" in pin, pin
            assert not pin.startswith("-")

    def test_developing_wants_all_that_running_wants_and_more(self):
        running = environment.wanted(develop=False, environ={})
        developing = environment.wanted(develop=True, environ={})
        assert set(running) < set(developing)
        assert any(pin.startswith("pytest==") for pin in set(developing) - set(running))

    def test_the_tests_bring_an_ffmpeg_where_there_is_none(self, tmp_path):
        def brought(folder):
            found = environment.wanted(develop=True, environ={"PATH": str(folder)})
            return [pin for pin in found if pin.startswith("imageio-ffmpeg==")]

        assert len(brought(tmp_path)) == 1
        tool = tmp_path / "ffmpeg"
        tool.write_text("#!/bin/sh\n")
        tool.chmod(0o755)
        assert os.name == "nt" or brought(tmp_path) == []
        assert not any("ffmpeg" in pin for pin in environment.wanted(develop=False, environ={"PATH": ""}))

    def test_a_postgresql_address_brings_its_driver(self):
        plain = environment.wanted(develop=False, environ={})
        grown = environment.wanted(develop=False, environ={"DATABASE_URL": "postgres://localhost/relevo"})
        assert any(pin.startswith("psycopg") for pin in set(grown) - set(plain))
        assert environment.wanted(develop=False, environ={"DATABASE_URL": "sqlite:///x"}) == plain


class TestStamp:
    def test_what_the_stamp_vouches_for_is_not_missing(self):
        stamp = environment.stamp_after(["a==1", "b==2"], "")
        assert environment.missing(["a==1", "b==2"], stamp) == []

    def test_a_changed_pin_is_missing(self):
        stamp = environment.stamp_after(["a==1", "b==2"], "")
        assert environment.missing(["a==1", "b==3"], stamp) == ["b==3"]

    def test_run_and_test_do_not_undo_each_other(self):
        stamp = environment.stamp_after(["a==1"], environment.stamp_after(["a==1", "pytest==9"], ""))
        assert environment.missing(["a==1", "pytest==9"], stamp) == []

    def test_the_older_pin_of_a_package_is_forgotten(self):
        stamp = environment.stamp_after(["Some_Part==2"], environment.stamp_after(["some-part[x]==1"], ""))
        assert json.loads(stamp)["requirements"] == ["Some_Part==2"]

    @pytest.mark.parametrize("damaged", ["", "{", "[]", "null", "{}"])
    def test_a_damaged_stamp_vouches_for_nothing(self, damaged):
        assert environment.missing(["a==1"], damaged) == ["a==1"]


class TestWheel:
    def test_the_wheel_in_the_repository_is_the_one_we_know(self):
        wheel = environment.checked_wheel()
        assert hashlib.sha256(wheel.read_bytes()).hexdigest() == environment.PIP_SHA256
        assert environment.PIP_SHA256 in (places.WHEELS / "README.md").read_text()

    def test_a_damaged_wheel_is_not_used(self, tmp_path):
        (tmp_path / environment.PIP_WHEEL).write_bytes(b"half of it")
        with pytest.raises(words.Stop, match="is damaged"):
            environment.checked_wheel(tmp_path)

    @pytest.mark.parametrize(
        ("output", "reason"),
        [
            ("ERROR: Could not install due to an OSError: [Errno 28] No space left on device", "disk_gone"),
            ("NewConnectionError: Failed to establish: Temporary failure in name resolution", "no_network"),
            ("ERROR: No matching distribution found for x==99", "install_failed"),
        ],
    )
    def test_a_failed_installation_names_its_reason(self, output, reason):
        assert environment._reason(output) == reason
        assert "\n" not in words.words(reason)


class TestWords:
    def test_every_sentence_has_the_same_blanks_in_both_languages(self):
        for name, versions in words.WORDS.items():
            blanks = [sorted(b for _, b, _, _ in string.Formatter().parse(text) if b) for text in versions]
            assert blanks[0] == blanks[1], name

    @pytest.mark.parametrize(
        ("environ", "expected"),
        [({"LANG": "es_PE.UTF-8"}, True), ({"LANG": "qu_PE"}, True), ({"LANG": "C"}, False), ({}, False)],
    )
    def test_the_system_decides_the_language(self, environ, expected):
        assert words.spanish(environ) is expected

    def test_the_first_setting_wins(self):
        assert not words.spanish({"LC_ALL": "en_US", "LANG": "es_PE"})

    def test_every_stop_the_code_can_make_has_its_words(self):
        for path in (ROOT / "academy/bootstrap").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                match node:
                    case ast.Call(func=ast.Name("Stop" | "say" | "words"), args=[ast.Constant(name)]):
                        assert name in words.WORDS, f"{path.name}:{node.lineno}"


class TestCatalogues:
    PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Entrar"\nmsgstr "Yaykuy"\n'

    def test_a_catalogue_is_compiled_once_and_again_when_it_changes(self, tmp_path):
        po = tmp_path / "locale/qu/LC_MESSAGES/django.po"
        po.parent.mkdir(parents=True)
        po.write_text(self.PO)
        catalogues.compile_stale(tmp_path)
        assert b"Yaykuy" in po.with_suffix(".mo").read_bytes()
        assert catalogues.stale(tmp_path) == []
        later = po.with_suffix(".mo").stat().st_mtime + 5
        os.utime(po, (later, later))
        assert catalogues.stale(tmp_path) == [po]

    def test_catalogues_of_apps_count_too(self, tmp_path):
        for folder in ("courses/locale", "academy/members/locale"):
            po = tmp_path / folder / "ay/LC_MESSAGES/django.po"
            po.parent.mkdir(parents=True)
            po.write_text(self.PO)
        assert len(catalogues.stale(tmp_path)) == 2


class TestStaticFingerprint:
    @pytest.fixture
    def house(self, tmp_path):
        (tmp_path / "requirements.txt").write_text("a==1\n")
        (tmp_path / "static").mkdir()
        (tmp_path / "static/site.css").write_text("body{}")
        return tmp_path

    def test_it_stays_when_nothing_changes(self, house):
        assert prepare.static_fingerprint(house) == prepare.static_fingerprint(house)

    @pytest.mark.parametrize("changed", ["static/site.css", "requirements.txt", "courses/static/new.js"])
    def test_it_changes_with_a_file_a_pin_or_a_new_file(self, house, changed):
        before = prepare.static_fingerprint(house)
        (house / changed).parent.mkdir(parents=True, exist_ok=True)
        (house / changed).write_text("something else, and longer")
        assert prepare.static_fingerprint(house) != before


class TestCommands:
    @pytest.mark.parametrize(
        ("command", "settings"),
        [("run", "run"), ("bench", "run"), ("test", "test")],
    )
    def test_each_command_has_its_settings_and_they_exist(self, command, settings):
        settings = f"academy.settings.{settings}"
        assert commands.settings_for(command) == settings
        assert ROOT.joinpath(*settings.split(".")).with_suffix(".py").exists()

    def test_with_arguments_only_pytest_runs(self, monkeypatch):
        calls = []
        monkeypatch.setattr(testing.subprocess, "call", lambda command, **_: calls.append(command) or 0)
        assert testing.run("python", ["tests/core", "-x"]) == 0
        assert calls == [["python", "-m", "pytest", "tests/core", "-x"]]

    def test_a_failed_check_fails_the_run_although_the_tests_pass(self, monkeypatch):
        seen = {}
        monkeypatch.setattr(testing, "checks", lambda python: [("rules", [sys.executable, "-c", "exit(1)"])])
        monkeypatch.setattr(testing.subprocess, "call", lambda command, **given: seen.update(given) or 0)
        assert testing.run("python", []) == 1
        assert seen["env"]["RELEVO_FAILED_CHECKS"] == "rules"

    def test_failing_tests_fail_the_run_although_the_checks_pass(self, monkeypatch):
        monkeypatch.setattr(testing, "checks", lambda python: [("rules", [sys.executable, "-c", ""])])
        monkeypatch.setattr(testing.subprocess, "call", lambda *_, **__: 1)
        assert testing.run("python", []) == 1

    def test_every_check_is_a_program_that_exists(self):
        for _, command in testing.checks(sys.executable):
            assert Path(command[0]).exists()
            if command[1:2] == ["-m"]:
                assert importlib.util.find_spec(command[2])


@pytest.fixture
def _signals_put_back():
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals_put_back")
class TestProcesses:
    SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")

    def test_leaving_leaves_nothing_running(self):
        with processes.Processes() as both:
            both.start("server", self.SLEEP, os.environ)
            both.start("worker", self.SLEEP, os.environ)
            children = list(both.children.values())
            assert all(child.poll() is None for child in children)
        assert all(child.poll() is not None for child in children)

    def test_when_one_dies_it_is_named_and_the_other_is_stopped(self, capsys):
        with processes.Processes() as both:
            both.start("server", self.SLEEP, os.environ)
            both.start("worker", [sys.executable, "-c", "raise SystemExit(7)"], os.environ)
            other = both.children["server"]
            assert both.watch() == 1
        assert other.poll() is not None
        assert "The worker ended by itself (code 7)" in capsys.readouterr().out

    def test_a_request_to_stop_ends_the_watch_quietly(self, capsys):
        with processes.Processes() as both:
            both.start("server", self.SLEEP, os.environ)
            os.kill(os.getpid(), signal.SIGTERM)
            assert both.watch() == 0
        assert capsys.readouterr().out == ""

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such signal")
    def test_children_end_even_when_the_parent_is_killed(self):
        parent = (
            f"import os, sys, time; sys.path.insert(0, {str(ROOT)!r})\n"
            "from academy.bootstrap.processes import Processes\n"
            f"both = Processes(); both.start('server', {list(self.SLEEP)!r}, os.environ)\n"
            "print(both.children['server'].pid, flush=True); time.sleep(60)"
        )
        with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as started:
            child = int(started.stdout.readline())
            started.kill()
        deadline = time.monotonic() + 5
        while alive(child) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not alive(child)

    def test_the_server_listens_where_it_was_told(self):
        command = processes.server_command("python", "0.0.0.0", 8765, {"WEB_CONCURRENCY": "3"})
        assert command[command.index("--bind") + 1] == "0.0.0.0:8765"
        assert command[command.index("--workers") + 1] == "3"
        assert "--preload" not in command

    def test_an_ipv6_address_is_bracketed(self):
        command = processes.server_command("python", "::1", 8000, {})
        assert command[command.index("--bind") + 1] == "[::1]:8000"
        assert serve.address("::1", 8000) == "http://[::1]:8000"


class TestAddress:
    def test_this_machine_only(self):
        assert serve.address("127.0.0.1", 8000) == "http://localhost:8000"

    def test_the_whole_network_gets_an_address_that_phones_can_open(self, monkeypatch):
        monkeypatch.setattr(machine, "lan_address", lambda: "192.168.1.20")
        assert serve.address("0.0.0.0", 8000) == "http://192.168.1.20:8000"

    def test_without_a_network_it_falls_back_to_this_machine(self, monkeypatch):
        monkeypatch.setattr(machine, "lan_address", lambda: None)
        assert serve.address("0.0.0.0", 8000) == "http://localhost:8000"


def alive(pid):
    """Running, and not just waiting to be collected by whoever inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.usefixtures("_signals_put_back")
class TestFirstAnswer:
    @pytest.fixture
    def answering(self):
        """A server on a port of its own that answers everything with the status it was given."""

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(self.server.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
        server.server_close()

    @pytest.mark.parametrize("status", [200, 404, 500])
    def test_the_status_is_what_the_server_said(self, answering, status):
        answering.status = status
        none = processes.Processes()
        assert serve._wait_for_answer(none, "127.0.0.1", answering.server_port) == status

    def test_a_server_that_ended_is_not_waited_for(self):
        with processes.Processes() as gone:
            gone.start("server", [sys.executable, "-c", ""], os.environ)
            gone.children["server"].wait()
            assert serve._wait_for_answer(gone, "127.0.0.1", 9) is None

    def test_an_error_page_is_no_opening(self, capsys):
        assert serve._explain(processes.Processes(), 500) == 1
        assert "answers with an error (500)" in capsys.readouterr().out
