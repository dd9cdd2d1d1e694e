"""Measure and print ``name: value``, each with its bar: ``python -m bench [--seconds N] [part …]``."""

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench import classes, inside, load, machine, posts, studies, talks
from bench.site import Caller, enter, getting, learners, loaded_by, reference, reference_cookies
from tests.crawl import endpoint_of, walk
from tests.postgres import free_port
from tests.site import ROOT, Person, Site, environment, serve, wait_until_it_answers

PAGES = {
    "home": ("web.home", 0.50),
    "course": ("courses.path", 0.50),
    "lesson": ("courses.lesson", 0.60),
    "marks": ("gradebook.own", 0),
    "talk": ("", 0.35),
    "archive": ("", 0),
}
CONNECTIONS = 8
MARGIN = 1.6


@dataclass
class Bench:
    """One run: the two programs, who asks, and for how long."""

    site: Site
    bare: tuple[int, int]
    cookies: list[str]
    callers: list[Caller]
    seconds: float
    failures: int = 0

    @cached_property
    def known(self) -> dict[str, list[str]]:
        """Return the addresses a learner of the demo can reach, by endpoint."""
        endpoint = endpoint_of(inside.program(self.site))
        found: dict[str, list[str]] = {}
        for address in walk(self.callers[0].visitor, endpoint, most=3):
            found.setdefault(endpoint(address), []).append(address)
        return found

    def say(self, name: str, value: float, bar: str = "") -> None:
        """Print one result; *bar* is like ``>= 0.6`` and is judged."""
        verdict = ""
        if bar:
            sign, _, limit = bar.partition(" ")
            met = value >= float(limit) if sign == ">=" else value <= float(limit)
            self.failures += not met
            verdict = f"  # bar {bar}: {'met' if met else 'MISSED'}"
        sys.stdout.write(f"{name}: {value:.4g}{verdict}\n")
        sys.stdout.flush()

    def rate(self, make: load.Make, *, bare: bool = False, connections: int = CONNECTIONS) -> load.Result:
        """Warm up, then load one of the programs; wrong answers end the run."""
        port, pid = self.bare if bare else (self.site.port, self.site.server.pid)
        load.run(port, make, seconds=load.WARM_UP, connections=connections)
        used = machine.cpu_seconds(pid)
        result = load.run(port, make, seconds=self.seconds, connections=connections, first=100_000)
        result.cpu = machine.cpu_seconds(pid) - used
        if result.wrong:
            raise RuntimeError(f"{len(result.wrong)} wrong answers, e.g. {result.wrong[0]}")
        return result

    def bare_page(self) -> load.Result:
        """Measure R."""
        return self.rate(getting(["/page"], self.cookies, b"Lesson 23"), bare=True)

    def bare_post(self) -> load.Result:
        """Measure W."""
        wire = [load.encode("POST", "/post", cookie, b"text=hello") for cookie in self.cookies]
        return self.rate(lambda number: load.Request(wire[number % len(wire)], 200, b"Saved"), bare=True)


def measure_pages(bench: Bench) -> None:
    """Print the rate of each page over R, measured before and after it, and its cost in one process."""
    before = bench.bare_page()
    bench.say("R_requests_per_second", before.rate)
    bench.say("R_p99_ms", before.quantile(0.99))
    bench.say("R_cpu_ms", before.cpu_ms)
    app = inside.program(bench.site)
    view = inside.views(app, bench.callers[0])
    own = posts.own_pages(app, bench.callers[0])
    for name, (endpoint, bar) in PAGES.items():
        address = own[name] if name in own else bench.known[endpoint][0]
        cookies = [caller.cookie for caller in (bench.callers[:1] if name in own else bench.callers)]
        ours = bench.rate(getting([address], cookies, b"</html>"))
        after = bench.bare_page()
        bench.say(
            f"{name}_over_R",
            ours.rate / statistics.mean([before.rate, after.rate]),
            f">= {bar}" if bar else "",
        )
        bench.say(f"{name}_cpu_over_R", ours.cpu_ms / statistics.mean([before.cpu_ms, after.cpu_ms]))
        bench.say(f"{name}_p99_ms", ours.quantile(0.99))
        bench.say(f"{name}_cpu_ms", ours.cpu_ms, "<= 5" if name == "lesson" else "")
        bench.say(
            f"{name}_statements", inside.statements(app, view, address), "<= 8" if name == "lesson" else ""
        )
        before = after


def measure_guard(bench: Bench) -> None:
    """Print the processor time of pages over R's in one process; the bar is the page's with a margin of 1.6.

    Both are counted in turns on the same core, so other people's load hardly moves the ratio.
    """
    view = inside.views(inside.program(bench.site), bench.callers[0])
    with tempfile.TemporaryDirectory(prefix="kampus-bare-") as name:
        bare = inside.bare_view(Path(name))
        for page, (endpoint, share) in PAGES.items():
            if endpoint and share:
                ratio = inside.over_bare(view, bench.known[endpoint][0], bare)
                bench.say(f"{page}_cpu_over_R_in_one_process", ratio, f"<= {MARGIN / share:.2f}")


def measure_posts(bench: Bench) -> None:
    """Print the rate of each kind of post over W, and how it bears 32 and 64 connections."""
    before = bench.bare_post()
    bench.say("W_requests_per_second", before.rate)
    bench.say("W_p99_ms", before.quantile(0.99))
    app = inside.program(bench.site)
    for name in posts.KINDS:
        make = posts.prepare(name, app, bench.callers)
        ours = bench.rate(make)
        after = bench.bare_post()
        bench.say(f"{name}_over_W", ours.rate / statistics.mean([before.rate, after.rate]), ">= 0.6")
        bench.say(f"{name}_p99_ms", ours.quantile(0.99))
        before = after
    bench.say("crm_check_slowest_ms", max(posts.check_times(app, bench.callers)), "<= 300")
    make = posts.prepare("answer", app, bench.callers)
    bench.say("answer_p99_ms_at_32", bench.rate(make, connections=32).quantile(0.99), "<= 150")
    many = load.run(bench.site.port, make, seconds=4 * bench.seconds, connections=64, first=1_000_000)
    bench.say("answer_errors_at_64", len(many.wrong), "<= 0")
    log = (bench.site.folder / "server.log").read_text(encoding="utf-8", errors="replace")
    bench.say("database_is_locked", log.count("database is locked"), "<= 0")


def measure_weight(bench: Bench) -> None:
    """Print the weight of the lesson page in kB: alone, with all it loads, and the second time."""
    visitor = bench.callers[0].visitor
    page = visitor.ask(bench.known[PAGES["lesson"][0]][0]).text
    zipped = len(gzip.compress(page.encode()))
    extras = [visitor.fetch(address) for address in loaded_by(page) if address.startswith("/")]
    outside = [address for address in loaded_by(page) if not address.startswith("/")]
    bench.say("lesson_html_kB", len(page.encode()) / 1000, "<= 60")
    bench.say(
        "lesson_first_visit_gz_kB", (zipped + sum(len(gzip.compress(e)) for e in extras)) / 1000, "<= 60"
    )
    bench.say("lesson_next_visit_gz_kB", zipped / 1000, "<= 15")
    bench.say("external_requests", len(outside), "<= 0")


def measure_memory(bench: Bench) -> None:
    """Print the memory of the server and the job worker together."""
    bench.say("server_and_worker_PSS_MB", machine.pss_megabytes(bench.site.server.pid), "<= 240")


def measure_start(bench: Bench) -> None:
    """Print how long `make run` takes until its first answer, the second time."""
    for again in (False, True):
        began = time.monotonic()
        line = [sys.executable, "bootstrap.py", "run"]
        port = free_port()
        program = subprocess.Popen(
            line, cwd=ROOT, env=environment(bench.site.folder, port), stdout=subprocess.DEVNULL
        )
        wait_until_it_answers(port, program)
        if again:
            bench.say("warm_start_seconds", time.monotonic() - began, "<= 3")
        program.terminate()
        program.wait(20)


def measure_gradebook(bench: Bench) -> None:
    """Print what large classes cost."""
    classes.measure_gradebook(bench.site, bench.say)


def measure_reports(bench: Bench) -> None:
    """Print what long histories cost."""
    classes.measure_reports(bench.site, bench.say)


def measure_engine(bench: Bench) -> None:
    """Print how fast the negotiation engine plays alone."""
    bench.say("engine_turns_per_cpu_second", talks.turns_per_second(ROOT), ">= 30000")


PARTS: dict[str, Callable[[Bench], None]] = {
    "guard": measure_guard,
    "pages": measure_pages,
    "posts": measure_posts,
    "weight": measure_weight,
    "memory": measure_memory,
    "gradebook": measure_gradebook,
    "reports": measure_reports,
    "start": measure_start,
    "engine": measure_engine,
}


def everybody(site: Site) -> list[Caller]:
    """Sign eight learners in."""
    people: list[Person] = learners(site)
    return [enter(site, person) for person in people]


def main() -> int:
    """Run everything, or the parts that were named; return 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure against a bare page.")
    parser.add_argument("--seconds", type=float, default=5, help="length of each measurement")
    parser.add_argument("parts", nargs="*", help=f"only these, of: {', '.join(PARTS)}")
    options = parser.parse_args()
    if wrong := set(options.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(wrong))}")
    with tempfile.TemporaryDirectory(prefix="kampus-bench-") as name:
        folder = Path(name)
        with reference(folder) as bare, serve(folder / "site") as site:
            cookies, callers = reference_cookies(bare[0]), everybody(site)
            bench = Bench(site, bare, cookies, callers, options.seconds)
            for part in options.parts or PARTS:
                PARTS[part](bench)
    sys.stdout.write(f"bars missed: {bench.failures}\n")
    return 1 if bench.failures else 0


if __name__ == "__main__":
    asked = sys.argv[1:]
    known = asked and asked[0] in studies.STUDIES
    sys.exit(studies.run(asked[0], asked[1:]) if known else main())
