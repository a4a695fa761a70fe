"""Nothing of ours stands outside the house: the linter's contracts name every package and every app."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINTER = PYPROJECT["tool"]["importlinter"]
FLOORS = next(contract for contract in LINTER["contracts"] if contract["id"] == "floors")
ON_A_FLOOR = {name.strip() for layer in FLOORS["layers"] for name in layer.split("|")}

#: Python at the top of the repository that is no part of the product, and so on no floor.
BESIDE_THE_HOUSE = {"tests", "benchmarks"}


def top_level_packages():
    return {
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir() and folder.name.isidentifier() and any(folder.glob("*.py"))
    }


def own_apps():
    """Our installed apps: those whose code lies in the repository and not in an environment inside it."""
    return {
        app.name
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT) and "site-packages" not in Path(app.path).parts
    }


def test_every_installed_app_of_ours_is_on_a_floor():
    assert own_apps(), "no app found at all: this test looks in the wrong place"
    assert own_apps() <= ON_A_FLOOR


def test_every_top_level_package_is_watched_by_the_linter():
    assert top_level_packages() - BESIDE_THE_HOUSE == set(LINTER["root_packages"])


def test_every_watched_package_but_the_project_itself_is_on_a_floor():
    assert set(LINTER["root_packages"]) - {"academy"} <= ON_A_FLOOR


def test_every_floor_exists():
    for name in ON_A_FLOOR:
        place = ROOT.joinpath(*name.split("."))
        assert place.is_dir() or place.with_suffix(".py").is_file(), f"{name} is on a floor but missing"


def test_both_views_of_the_floors_are_the_same():
    inside = next(c for c in LINTER["contracts"] if c["id"] == "every-room-has-a-floor")
    rooms = [{f"academy.{room.strip()}" for room in layer.split("|")} for layer in inside["layers"]]
    seen_from_outside = [
        {name.strip() for name in layer.split("|") if name.strip().startswith("academy.")} for layer in FLOORS["layers"]
    ]
    assert rooms == [layer for layer in seen_from_outside if layer]
    assert inside["exhaustive"] is True
