"""One backend, and the CPU time it takes for statements.

A figure is CPU time of the backend alone, the median of the runs.  All
statements of a table take turns within each run, so that a slow minute of the
machine touches all of them.  Environment: RUNS of each statement (5).
"""
import os
import pathlib
import statistics
import subprocess
import sys

RUNS = int(os.environ.get("RUNS") or 5)


class Session:
    """One psql, and so one backend, for the whole bench."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"], text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self.run("SELECT pg_backend_pid()")

    def run(self, sql):
        mark = "-- done --"
        self.psql.stdin.write(f"{sql}\n;\n\\echo '{mark}'\n")
        self.psql.stdin.flush()
        lines = []
        while (line := self.psql.stdout.readline().rstrip("\n")) != mark:
            if not line and self.psql.poll() is not None:
                sys.exit("bench: psql ended")
            lines.append(line)
        return "\n".join(lines)

    def cpu(self):
        """CPU seconds the backend has used."""
        try:
            nanoseconds = pathlib.Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]
            return int(nanoseconds) / 1e9
        except FileNotFoundError:  # a kernel without it counts in ticks only
            stat = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def timed(self, sql):
        before = self.cpu()
        self.run(sql)
        return self.cpu() - before


def say(text):
    print(text, file=sys.stderr, flush=True)


def print_table(title, header, rows):
    print(f"\n{title}\n")
    widths = [max(len(row[i]) for row in [header] + rows) for i in range(len(header))]
    for row in [header] + rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())
    sys.stdout.flush()


def turns(session, statements, rows, prepare=None, runs=RUNS):
    """Microseconds per row of each of {label: sql}, one figure for each run, after one run that does not count.

    Each run begins with another statement, so that none always follows the same one.
    """
    taken = {label: [] for label in statements}
    labels = list(statements)
    for run in range(runs + 1):
        first = run % len(labels)
        for label in labels[first:] + labels[:first]:
            if prepare:
                session.run(prepare(label))
            time = session.timed(statements[label]) / rows * 1e6
            if run > 0:
                taken[label].append(time)
    return taken


def medians(session, statements, rows, prepare=None):
    """The median of each of turns()."""
    return {label: statistics.median(times) for label, times in turns(session, statements, rows, prepare).items()}


def difference(a, b):
    """The median of the differences within a run: what the whole machine does meanwhile touches both."""
    return statistics.median(x - y for x, y in zip(a, b))


def ratio(a, b):
    """The median of the ratios within a run, likewise."""
    return statistics.median(x / y for x, y in zip(a, b))


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
        model = next((line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name")), "unknown CPU")
    return f"{model}, {os.cpu_count()} CPUs"


def about(session):
    """What was measured, where."""
    print(f"PostgreSQL {session.run('SHOW server_version')}, accord "
          + session.run("SELECT extversion FROM pg_extension WHERE extname = 'accord'") + f", {machine()}")
    print(f"CPU time of the backend, medians of {RUNS} runs")
