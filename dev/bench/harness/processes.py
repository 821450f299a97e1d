"""Processes that a run starts: each is waited for, measured from /proc, and stopped."""

import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / (1024 * 1024)


def free_port():
    """A port below those that Linux gives to clients, which could take it in the meantime."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise SystemExit("no free port between 20000 and 32000 was found")


def stat_fields(pid):
    """The fields of /proc/PID/stat behind the name, or None when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def machine_busy_seconds():
    """CPU seconds that all processes have used, and those the hypervisor took."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq, steal = fields[:8]
    return (user + nice + system + irq + softirq) / TICKS, steal / TICKS


class Server:
    """A process, and its children, that listens on a local port."""

    def __init__(self, name, port, command, directory, environment=None):
        self.name = name
        self.port = port
        self.log = Path(directory) / f"{name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=directory,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for_port(self, seconds=60):
        listening = False
        try:
            end = time.monotonic() + seconds
            while not listening and time.monotonic() < end and self.process.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", self.port), 1).close()
                    listening = True
                except OSError:
                    time.sleep(0.02)
        finally:
            if not listening:
                self.stop()
        if listening:
            return self
        raise SystemExit(f"{self.name} does not listen: see {self.log}\n{self.tail()}")

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def pids(self):
        """This process and its children."""
        pid = self.process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            children = []
        return [pid, *map(int, children)]

    def cpu_seconds(self):
        fields = [stat_fields(pid) for pid in self.pids()]
        return sum(int(f[11]) + int(f[12]) for f in fields if f) / TICKS

    def rss_mb(self):
        fields = [stat_fields(pid) for pid in self.pids()]
        return sum(int(f[21]) for f in fields if f) * PAGE_MB

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(10)
