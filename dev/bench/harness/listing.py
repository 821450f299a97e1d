"""Answers ListObjectsV2 for the directories that nginx serves as objects."""

import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit
from xml.sax.saxutils import escape


class Listing:
    """A server for LIST alone: reads go to nginx and never come here."""

    def __init__(self, root):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(root))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def handler(root):
    class ListHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query, True).items()}
            body = listing(root, url.path.strip("/"), query).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    return ListHandler


def listing(root, bucket, query):
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    after = query.get("continuation-token") or query.get("start-after", "")
    most = int(query.get("max-keys", "1000"))
    shown = quote if query.get("encoding-type") == "url" else escape
    keys = sorted(
        str(file.relative_to(root / bucket))
        for file in (root / bucket).rglob("*")
        if file.is_file()
    )
    entries = {}
    for key in keys:
        if key.startswith(prefix):
            end = key.find(delimiter, len(prefix)) if delimiter else -1
            entry = key if end < 0 else key[: end + len(delimiter)]
            if entry > after:
                entries[entry] = end < 0
    page = list(entries.items())[:most]
    more = len(page) < len(entries)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
        f"<Name>{bucket}</Name><Prefix>{shown(prefix)}</Prefix><MaxKeys>{most}</MaxKeys>",
        f"<KeyCount>{len(page)}</KeyCount><IsTruncated>{str(more).lower()}</IsTruncated>",
    ]
    if "encoding-type" in query:
        out.append("<EncodingType>url</EncodingType>")
    if more:
        token = escape(page[-1][0])
        out.append(f"<NextContinuationToken>{token}</NextContinuationToken>")
    for entry, is_key in page:
        if is_key:
            out.append(contents(root / bucket / entry, shown(entry)))
        else:
            out.append(f"<CommonPrefixes><Prefix>{shown(entry)}</Prefix></CommonPrefixes>")
    return "\n".join([*out, "</ListBucketResult>"])


def contents(file, key):
    state = file.stat()
    seconds = int(state.st_mtime)
    # As nginx makes them for the same file.
    tag = f"&quot;{seconds:x}-{state.st_size:x}&quot;"
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    iso = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return (
        f"<Contents><Key>{key}</Key><LastModified>{iso}</LastModified><ETag>{tag}</ETag>"
        f"<Size>{state.st_size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
    )

