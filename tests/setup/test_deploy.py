"""The files in deploy/ name what there is: variables, commands, pinned images, one and the same server line."""

import re
from pathlib import Path

import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = (ROOT / "docs" / "settings.md").read_text()


def test_every_variable_of_the_example_is_explained():
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    names = {found[1] for line in lines if (found := re.match(r"#? ?([A-Z_]+)=", line))}
    assert {"SECRET_KEY", "SEALING_KEYS", "BADGE_SIGNING_KEY", "DATABASE_URL"} <= names
    assert {name for name in names if f"`{name}`" not in SETTINGS} == set()


def test_the_units_run_commands_that_there_are():
    text = "\n".join(path.read_text() for path in (DEPLOY / "systemd").glob("*.service"))
    commands = set(re.findall(r"manage\.py (\w+)", text))
    assert commands == {"backup", "daily", "db_worker"}
    assert commands <= set(get_commands())
    assert text.count("EnvironmentFile=/etc/relevo/environment") == 4


def test_each_timer_has_its_service():
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert timers == {"relevo-daily", "relevo-backup"}
    assert all((DEPLOY / "systemd" / f"{name}.service").exists() for name in timers)


def test_images_are_pinned_to_a_patch():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    named = [each["image"] for each in compose["services"].values() if "build" not in each]
    named += re.findall(r"^FROM (\S+)", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert len(named) == 5
    assert all(re.fullmatch(r"docker\.io/library/\w+:\d+\.\d+(\.\d+)?-[\w-]+", name) for name in named)


def test_both_servers_of_the_compose_file_share_what_they_must_and_keep_nothing_else():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    one, two = services["web-1"], services["web-2"]
    assert one == two
    assert one["read_only"] is True
    assert set(one["environment"]) == {"DATABASE_URL", "CACHE_URL", "VAR_DIR"}


def test_the_proxy_says_itself_whether_it_was_https_and_logs_nobody():
    conf = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in conf
    logged = re.search(r"log_format relevo '([^']*)'", conf)[1]
    assert not re.search(r"remote_addr|request_uri|\$request\b|\$uri|args|cookie|user", logged)
    assert "ip_hash" not in conf
    for name in re.findall(r"error_page [\d ]+ /(\S+);", conf):
        assert (DEPLOY / "pages" / name).exists()
