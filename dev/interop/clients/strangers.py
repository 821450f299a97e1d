"""Makes sure that a proxy verifies: else every client would read by any signature."""

import urllib.error
import urllib.request

from .checks import Wrong
from .lake import BUCKET


def are_refused(proxy):
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    try:
        with urllib.request.urlopen(f"{proxy.endpoint}/{BUCKET}", timeout=20) as answer:
            raise Wrong(f"an unsigned request is answered by {answer.status}")
    except urllib.error.HTTPError as error:
        if error.code != 403:
            raise Wrong(f"an unsigned request is answered by {error.code}") from error
    stranger = proxy.stranger()
    client = boto3.client(
        "s3", endpoint_url=proxy.endpoint, region_name=proxy.region,
        aws_access_key_id=stranger.access_key, aws_secret_access_key=stranger.secret_key,
        config=Config(s3={"addressing_style": "path"}))
    try:
        client.list_objects_v2(Bucket=BUCKET)
    except ClientError as error:
        if error.response["Error"]["Code"] == "SignatureDoesNotMatch":
            return
        raise Wrong(f"a wrong secret is answered by {error}") from error
    raise Wrong("a wrong secret lists the bucket")
