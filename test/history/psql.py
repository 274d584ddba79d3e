"""One psql for many statements: what each of them answers, and its SQLSTATE."""
import os
import subprocess
import tempfile

FIELD = "\x1f"
NULL = "\x02"


class Answer:
    """columns, rows (lists of texts, None for NULL), state ('00000' if it succeeded) and message."""

    def __init__(self, lines, state, message):
        self.columns = lines[0].split(FIELD) if lines else []
        self.rows = [[None if text == NULL else text for text in line.split(FIELD)] for line in lines[1:]]
        self.state = state
        self.message = message


class Psql:
    def __init__(self):
        self.process = subprocess.Popen(["psql", "-X", "-A", "-q", "-F", FIELD, "-P", f"null={NULL}", "-P", "footer=off"],
                                        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace")
        self.run("SET client_min_messages = warning; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'")

    def run(self, sql):
        """The answer of the last statement of sql."""
        done = "-- done --"
        self.process.stdin.write(f"{sql}\n;\n\\echo '{done}' :SQLSTATE :LAST_ERROR_MESSAGE\n")
        self.process.stdin.flush()
        lines = []
        while not (line := self.process.stdout.readline()).startswith(done):
            if not line:
                raise SystemExit("psql ended")
            lines.append(line.rstrip("\n"))
        state, _, message = line[len(done) + 1:].rstrip("\n").partition(" ")
        return Answer(lines, state, message if state != "00000" else "")


def identifier(name):
    return '"' + name.replace('"', '""') + '"'


def literal(value):
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
