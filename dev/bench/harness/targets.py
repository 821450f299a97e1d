"""The ways to the objects that a run compares."""

import json
import os
import subprocess
from pathlib import Path

from . import lake
from .processes import Server, free_port

HERE = Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent
PROGRAMS = HERE / "programs"
JAVA = Path(os.environ["JAVA_HOME"]) / "bin" / "java"
FREE_DESCRIPTORS = 16384

COMMON = """
daemon off;
pid {directory}/{name}.pid;
error_log {directory}/{name}.error.log crit;
worker_processes {workers};
worker_rlimit_nofile {descriptors};
events {{ worker_connections {descriptors}; }}
http {{
  access_log off;
  client_body_temp_path {directory}/{name}.tmp;
  proxy_temp_path {directory}/{name}.proxy;
  fastcgi_temp_path {directory}/{name}.tmp;
  uwsgi_temp_path {directory}/{name}.tmp;
  scgi_temp_path {directory}/{name}.tmp;
{http}
}}
"""

BACKEND = """
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=2000 inactive=1h;
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    root {root};
    default_type application/octet-stream;
    location = /{bucket} {{ proxy_pass http://127.0.0.1:{listing}; }}
    location = /{bucket}/ {{ proxy_pass http://127.0.0.1:{listing}; }}
    error_page 404 @missing;
    location @missing {{
      default_type application/xml;
      return 404 "<Error><Code>NoSuchKey</Code><Message>missing</Message></Error>";
    }}
  }}
"""

# Connections to the backend are kept, else nginx would open one for each request.
PROXY = """
  upstream backend {{ server 127.0.0.1:{backend}; keepalive 512; }}
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    location / {{
      proxy_pass http://backend;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
{settings}
    }}
  }}
"""

TUNED = """
      proxy_max_temp_file_size 0;
      proxy_buffers 16 64k;
      proxy_buffer_size 64k;
      proxy_busy_buffers_size 512k;
"""


class Target:
    """One way: a server, the path before the table's keys, and whether it needs warming up."""

    def __init__(self, name, server, prefix, warm=False):
        self.name = name
        self.server = server
        self.prefix = prefix
        self.warm = warm

    @property
    def port(self):
        return self.server.port

    def path(self, key):
        return self.prefix + key


def nginx(name, directory, workers, http, **values):
    port = free_port()
    text = COMMON.format(
        directory=directory,
        name=name,
        workers=workers,
        descriptors=FREE_DESCRIPTORS,
        http=http.format(port=port, **values),
    )
    configuration = directory / f"{name}.conf"
    configuration.write_text(text)
    command = ["nginx", "-p", str(directory), "-e", f"{name}.start.log", "-c", configuration]
    return Server(name, port, command, directory).wait_for_port()


def direct(directory, root, listing_port):
    server = nginx(
        "backend", directory, 1, BACKEND, root=root, bucket=lake.BUCKET, listing=listing_port
    )
    return Target("direct", server, f"/{lake.BUCKET}/{lake.TABLE}/")


def reverse_proxy(name, directory, backend, settings, workers):
    server = nginx(name, directory, workers, PROXY, backend=backend.port, settings=settings)
    return Target(name, server, backend.prefix)


def gaul(directory, backend):
    class_path = directory / "gaul.classpath"
    subprocess.run(
        ["mvn", "-B", "-q", "-f", REPOSITORY / "pom.xml", "dependency:build-classpath"]
        + ["-Dmdep.includeScope=test", f"-Dmdep.outputFile={class_path}"],
        check=True,
    )
    port = free_port()
    # Without it, every byte that the proxy reads would be logged.
    quiet = f"-Dlogback.configurationFile={PROGRAMS / 'quiet-logback.xml'}"
    command = [JAVA, "-Xmx1g", quiet, "-cp", class_path.read_text().strip()]
    command.append(PROGRAMS / "GaulProxy.java")
    endpoint = f"http://127.0.0.1:{backend.port}"
    server = Server("gaul", port, [*command, str(port), endpoint], directory).wait_for_port()
    return Target("gaul s3proxy", server, backend.prefix, warm=True)


def our_configuration(directory, backend, port, mode, users):
    """Writes the configuration of the proxy and returns the file."""
    file = directory / f"ours-{mode}-{port}.json"
    settings = {
        "port": port,
        "metricsPort": 0,
        "virtualBucket": "datalake",
        "getMode": mode,
        "tableMapping": {lake.ALIAS: {"uri": f"s3://{lake.BUCKET}/{lake.TABLE}"}},
        "allowedPartitions": {lake.ALIAS: [lake.RULE]},
        "stores": {
            "backend": {
                "endpoint": f"http://127.0.0.1:{backend.port}",
                "region": "us-east-1",
                "pathStyle": True,
                "accessKeyId": "bench",
                "secretAccessKey": "bench-secret",
                "buckets": [lake.BUCKET],
                "allowPrivateEndpoint": True,
            }
        },
        "http": {"maxConnections": 4096},
    }
    if users:
        settings["authentication"] = {"mode": "required"}
        settings["users"] = {"bench": {"accessKeys": [lake.USER]}}
    file.write_text(json.dumps(settings, indent=2))
    return file


def our_server(name, directory, backend, mode, java_options, program, users=False):
    """Starts the proxy and does not wait for it."""
    port = free_port()
    configuration = our_configuration(directory, backend, port, mode, users)
    command = [JAVA, *java_options, "-jar", program]
    return Server(name, port, command, directory, {"PROXY_CONFIG": str(configuration)})


def ours(name, directory, backend, mode, java_options, war, users=False):
    server = our_server(name, directory, backend, mode, java_options, war, users).wait_for_port()
    return Target(name, server, f"/datalake/{lake.ALIAS}/", warm=True)
