"""Signature Version 4 of GET requests, for clients that measure and do not sign themselves."""

import hashlib
import hmac
import time
from urllib.parse import quote

REGION = "us-east-1"
EMPTY = hashlib.sha256(b"").hexdigest()
LIFETIME_S = 3600


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


def signature(secret, scope, when, canonical):
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = mac(key, part).digest()
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    return mac(key, f"AWS4-HMAC-SHA256\n{when}\n{scope}\n{hashed}").hexdigest()


def now():
    when = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    return when, f"{when[:8]}/{REGION}/s3/aws4_request"


def headers(key_id, secret, host, path):
    """Headers that sign a GET of an encoded path without a query; good for 15 minutes."""
    when, scope = now()
    signed = {"host": host, "x-amz-content-sha256": EMPTY, "x-amz-date": when}
    names = ";".join(signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = f"GET\n{path}\n\n{lines}\n{names}\n{EMPTY}"
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, "
        f"Signature={signature(secret, scope, when, canonical)}"
    )
    return {
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": when,
        "Authorization": authorization,
    }


def presigned(key_id, secret, host, path):
    """The path with a query that signs its GET for an hour."""
    when, scope = now()
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{key_id}/{scope}",
        "X-Amz-Date": when,
        "X-Amz-Expires": str(LIFETIME_S),
        "X-Amz-SignedHeaders": "host",
    }
    text = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in query.items())
    canonical = f"GET\n{path}\n{text}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
    return f"{path}?{text}&X-Amz-Signature={signature(secret, scope, when, canonical)}"
