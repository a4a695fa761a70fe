"""What a site must outlive, done to it on purpose: `python3 manage.py bench kills worker_kills database_away …`.

Each of them prints what it did and stops with an error where anything acknowledged is missing or there twice.
"""

from .away import cache_away, database_away
from .clock import clock_jump
from .disk import disk_full
from .kills import kills, worker_kills
from .slow import slow_lines
from .uploads import half_upload

FAULTS = {
    "kills": kills,
    "worker_kills": worker_kills,
    "database_away": database_away,
    "cache_away": cache_away,
    "disk_full": disk_full,
    "clock_jump": clock_jump,
    "half_upload": half_upload,
    "slow_lines": slow_lines,
}
