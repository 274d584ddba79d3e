"""One backend of the server that PG* names, by way of psql."""
import subprocess
import time

LIMIT = "20s"  # of one pair: what takes longer hangs


class Lost(Exception):
    """The backend is gone."""


class Session:
    def __init__(self):
        self.start()

    def start(self):
        """Starts psql, once the server is there again."""
        for _ in range(120):
            if subprocess.run(["psql", "-X", "-q", "-c", "SELECT"], capture_output=True).returncode == 0:
                break
            time.sleep(0.5)
        self.psql = subprocess.Popen(["psql", "-X", "-A", "-t", "-q", "-f", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL, encoding="utf-8")
        self.run(f"SET statement_timeout = '{LIMIT}'; SET accord.schema_cache = '1MB'; SET jit = off; SET client_min_messages = error;")
        self.pid = self.run("SELECT pg_backend_pid();")[0]

    def run(self, sql):
        """The lines that the statements print, and that of \\echo between them."""
        mark = "-- that was it --"
        lines = []
        try:
            self.psql.stdin.write(f"{sql}\n\\echo '{mark}'\n")
            self.psql.stdin.flush()
        except BrokenPipeError:
            pass
        for line in self.psql.stdout:
            if line == mark + "\n":
                return lines
            lines.append(line.rstrip("\n"))
        self.psql.wait()
        raise Lost(lines)

    def memory(self):
        """Bytes in memory contexts, and of the process."""
        contexts = self.run("SELECT sum(total_bytes) FROM pg_backend_memory_contexts;")[0]
        with open(f"/proc/{self.pid}/statm") as statm:
            return int(contexts), int(statm.read().split()[1]) * 4096


def literal(text):
    """A string constant, backslashes as they are."""
    return "'" + text.replace("'", "''") + "'"


def copy_field(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
