"""The proxy that the clients talk to: one that runs already, or one that is started here."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request


class Proxy:
    """An endpoint, and what every client needs to use it."""

    access_key = "AKIAALICEEXAMPLE"
    secret_key = "alice-example-secret"
    region = "us-east-1"

    def __init__(self, endpoint, upstream=None):
        """With an upstream, what answers at the endpoint is the proxy beside clients of it."""
        self.upstream = upstream
        self.endpoint = endpoint.rstrip("/")
        self.authority = self.endpoint.split("://", 1)[1]
        self.port = int(self.authority.rpartition(":")[2])

    def options(self):
        """The storage options of delta-rs and Polars."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.region,
        }

    def environment(self):
        """The process's environment without any AWS setting of the user, but with ours."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **kept,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


class SignedProxy(Proxy):
    """One that lets nobody in whose signature it cannot verify."""

    access_key = "READEROFTHELAKE00001"
    secret_key = "wJalr/K7MDENG+bPxRfiCY=secret"

    def stranger(self):
        """The same with a secret that is not the right one."""
        proxy = Proxy(self.endpoint)
        proxy.access_key = self.access_key
        return proxy


class OwnServer:
    """Starts the WAR on a free port; as a context manager, stops it at the end."""

    def __init__(self, war, directory, log, variables=None, signed=False):
        self.port = free_port()
        self.log = log
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("PROXY_")}
        environment |= {"PROXY_PORT": str(self.port), "PROXY_METRICS_PORT": "0"}
        environment |= variables or {}
        self.signed = signed
        if signed:
            environment["PROXY_USERS"] = json.dumps({"reader": {"accessKeys": [
                {"accessKeyId": SignedProxy.access_key,
                 "secretAccessKey": SignedProxy.secret_key}]}})
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                [java, "-Xmx512m", "-jar", str(war)], cwd=directory, env=environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)

    def __enter__(self):
        endpoint = f"http://localhost:{self.port}"
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{endpoint}/health/ready", timeout=2):
                    return (SignedProxy if self.signed else Proxy)(endpoint)
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.__exit__()
        raise SystemExit(f"the proxy did not become ready: see {self.log}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def opens(port):
    """Whether something listens on a local port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
