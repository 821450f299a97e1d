package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.protocol.S3VersionCommand.GetObjectAttributes;
import io.deltas3proxy.s3.protocol.VersionDocuments;
import java.io.IOException;

/** Answers what is asked of single attributes of a version. */
final class AttributeAnswers {

  private final VersionFinding finding;

  AttributeAnswers(VersionFinding finding) {
    this.finding = finding;
  }

  void answer(GatewayCall call, GetObjectAttributes command)
      throws IOException, MetadataUnavailableException {
    StoredVersion version =
        finding.require(call.bucket(), command.target().key(), command.versionId());
    VersionAnswer.bucket(call, command.target());
    call.header(VersionFinding.VERSION_ID, version.versionId());
    call.header("Last-Modified", HttpDates.format(version.lastModified()));
    call.document(VersionDocuments.attributes(VersionFinding.info(version), command.attributes()));
  }
}
