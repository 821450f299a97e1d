package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.s3.protocol.ListedVersion;
import io.deltas3proxy.s3.protocol.ListedVersions;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionCommand.ListObjectVersions;
import io.deltas3proxy.s3.protocol.VersionDocuments;
import java.io.IOException;

/** Answers a listing of versions, of what the caller may read alone. */
final class VersionListing {

  private final VersionListings listings;

  VersionListing(VersionListings listings) {
    this.listings = listings;
  }

  void list(GatewayCall call, ListObjectVersions command)
      throws IOException, MetadataUnavailableException {
    VersionScan.Page page =
        new VersionScan(listings, call.bucket().name(), command)
            .scan(call.cleared().rights().within(GatewayPrivilege.READ, command.query().prefix()));
    VersionAnswer.bucket(call, new S3Target(command.bucket(), ""));
    call.document(
        VersionDocuments.versions(
            command,
            new ListedVersions(
                page.versions().stream().map(VersionListing::listed).toList(),
                page.prefixes(),
                page.nextKeyMarker(),
                page.nextVersionIdMarker())));
  }

  private static ListedVersion listed(StoredVersion version) {
    return new ListedVersion(
        version.key(),
        version.versionId(),
        version.latest(),
        version.deleteMarker(),
        version.lastModified(),
        version.size(),
        version.eTag());
  }
}
