"""Two hundred learners at once, for five minutes: what a federation's evening asks of one small machine."""

import os
import random
import threading
import time
from urllib.parse import urlencode

from .reading import Figure, percentile

#: BENCH_LEARNERS and BENCH_SECONDS set others.
LEARNERS, SECONDS = 200, 300
#: How long she reads before her next tap, in seconds: short for a reader, so that it is a hard evening.
READS = (4, 12)


def learners(site):
    """Each signed in, from a phone of her own: a lesson, an answer, the next lesson, her path, and again.

    Zero errors, else it stops. Every answer is in the record once.
    """
    many, seconds = int(os.environ.get("BENCH_LEARNERS", LEARNERS)), int(os.environ.get("BENCH_SECONDS", SECONDS))
    from academy.core.models import Event

    people = _people(site, many)
    waits, troubles, answered = [], [], [0]
    until = time.monotonic() + seconds

    def learn(number):
        chance, (_member, cookies) = random.Random(number), people[number]
        browser = site.browser(cookies)
        time.sleep(chance.uniform(0, READS[1]))
        try:
            while time.monotonic() < until and not troubles:
                _round(site, browser, chance, waits, answered, until)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            browser.close()

    team = [threading.Thread(target=learn, args=(number,), daemon=True) for number in range(many)]
    for each in team:
        each.start()
    for each in team:
        each.join()
    if troubles:
        raise troubles[0]
    stored = Event.objects.filter(kind="courses.answered", by__in=[member.pk for member, _cookies in people]).count()
    if stored != answered[0]:
        raise RuntimeError(f"{answered[0]} answers were taken, {stored} are in the record")
    yield Figure("learners", many, "women")
    yield Figure("learners_seconds", seconds, "s")
    yield Figure("learners_requests", len(waits), "requests")
    yield Figure("learners_errors", 0, "requests")
    yield Figure("learners_answers", stored, "answers")
    yield Figure("learners_p50", percentile(waits, 0.5) * 1000, "ms")
    yield Figure("learners_p95", percentile(waits, 0.95) * 1000, "ms")
    yield Figure("learners_p99", percentile(waits, 0.99) * 1000, "ms")


def _people(site, many):
    from django.test import Client

    from academy.members.models import Member

    found = []
    for number in range(many):
        member = Member.objects.create(username=f"learner-{number}", display_name=f"Learner {number}")
        client = Client()
        client.force_login(member)
        found.append((member, {name: morsel.value for name, morsel in client.cookies.items()}))
    return found


def _round(site, browser, chance, waits, answered, until):
    from academy.core.ids import uuid7

    from .measures import _choices

    lesson = site.lessons[chance.randrange(len(site.lessons))]
    page = _timed(waits, browser, "GET", lesson)
    _reads(chance, until)
    form = chance.choice(_choices(page.text))
    [(name, values)] = form.radios.items()
    body = urlencode({**form.fields, "nonce": str(uuid7()), name: chance.choice(values)})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Relevo": "fragment"}
    _timed(waits, browser, "POST", form.action, body, headers)
    answered[0] += 1
    _reads(chance, until)
    _timed(waits, browser, "GET", chance.choice((site.course, "/mi-camino/", "/cursos/")))
    _reads(chance, until)


def _timed(waits, browser, *request):
    began = time.monotonic()
    answer = browser.request(*request)
    waits.append(time.monotonic() - began)
    if answer.status != 200:
        raise RuntimeError(f"{request[0]} {request[1]} answered {answer.status}")
    return answer


def _reads(chance, until):
    time.sleep(max(0.0, min(chance.uniform(*READS), until - time.monotonic())))
