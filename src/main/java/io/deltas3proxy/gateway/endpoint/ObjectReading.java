package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.s3.endpoint.ContentSending;
import io.deltas3proxy.s3.endpoint.ObjectHeaders;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import java.io.IOException;
import java.io.InputStream;

/** Answers GET and HEAD of an object. */
final class ObjectReading {

  private final GatewayObjects objects;
  private final VersionFinding finding;
  private final ServingReplica serving;
  private final ContentSending sending = new ContentSending();

  ObjectReading(GatewayObjects objects, VersionFinding finding, ServingReplica serving) {
    this.objects = objects;
    this.finding = finding;
    this.serving = serving;
  }

  void head(GatewayCall call, ObjectRead read) throws IOException, MetadataUnavailableException {
    StoredVersion version = find(call, read);
    ReadHead head = evaluate(read, version);
    VersionAnswer.read(call, version);
    serving
        .of(version)
        .ifPresent(
            replica -> VersionAnswer.servedBy(call, replica.backend(), replica.zone().code()));
    ObjectHeaders.write(call.response(), read, head);
  }

  void get(GatewayCall call, ObjectRead read) throws IOException, MetadataUnavailableException {
    StoredVersion version = find(call, read);
    ReadHead head = evaluate(read, version);
    ByteRange.Resolved range = head.range();
    VersionBody body =
        objects.open(
            version, range == null ? null : new ByteRange.Bounded(range.first(), range.last()));
    VersionAnswer.read(call, version);
    VersionAnswer.servedBy(call, body.backend(), body.zone().code());
    sending.send(new Content(head, body), read, call.context(), call.response());
  }

  private StoredVersion find(GatewayCall call, ObjectRead read)
      throws MetadataUnavailableException {
    VersionAnswer.bucket(call, read.target());
    return finding.require(call.bucket(), read.target().key(), read.versionId());
  }

  private static ReadHead evaluate(ObjectRead read, StoredVersion version) throws IOException {
    ObjectAddress logical = new ObjectAddress(version.bucket(), version.key());
    return ReadEvaluator.evaluate(read.request(logical), VersionFinding.info(version));
  }

  /** An open version, as what is sent. */
  private record Content(ReadHead head, VersionBody opened) implements ObjectContent {
    @Override
    public InputStream body() {
      return opened.body();
    }

    @Override
    public void close() throws IOException {
      opened.close();
    }
  }
}
