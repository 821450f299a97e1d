package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.ObjectInfo;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The XML documents of answers that only buckets with versions give, as bytes in UTF-8. */
public final class VersionDocuments {

  private VersionDocuments() {}

  /** A listing of versions. */
  public static byte[] versions(S3VersionCommand.ListObjectVersions command, ListedVersions page) {
    ListingQuery query = command.query();
    UnaryOperator<String> coding =
        query.urlEncoded() ? PercentCoding::encodeKey : UnaryOperator.identity();
    String keyMarker = command.keyMarker();
    String versionMarker = command.versionIdMarker();
    XmlWriter xml =
        S3Documents.begin("ListVersionsResult")
            .element("Name", command.bucket())
            .element("Prefix", coding.apply(query.prefix()))
            .element("KeyMarker", keyMarker == null ? "" : coding.apply(keyMarker))
            .element("VersionIdMarker", versionMarker == null ? "" : versionMarker);
    String nextKey = page.nextKeyMarker();
    if (nextKey != null) {
      xml.element("NextKeyMarker", coding.apply(nextKey));
      String nextVersion = page.nextVersionIdMarker();
      if (nextVersion != null) {
        xml.element("NextVersionIdMarker", nextVersion);
      }
    }
    xml.element("MaxKeys", query.maxKeys());
    String delimiter = query.delimiter();
    if (delimiter != null) {
      xml.element("Delimiter", coding.apply(delimiter));
    }
    if (query.urlEncoded()) {
      xml.element("EncodingType", "url");
    }
    xml.element("IsTruncated", nextKey != null);
    for (ListedVersion version : page.versions()) {
      version(xml, version, coding);
    }
    for (String prefix : page.commonPrefixes()) {
      xml.open("CommonPrefixes").element("Prefix", coding.apply(prefix)).close();
    }
    return xml.close().document();
  }

  private static void version(XmlWriter xml, ListedVersion version, UnaryOperator<String> coding) {
    xml.open(version.deleteMarker() ? "DeleteMarker" : "Version")
        .element("Key", coding.apply(version.key()))
        .element("VersionId", version.versionId())
        .element("IsLatest", version.latest())
        .element("LastModified", HttpDates.formatForDocument(version.lastModified()));
    if (!version.deleteMarker()) {
      xml.element("ETag", version.eTag())
          .element("Size", version.size())
          .element("StorageClass", "STANDARD");
    }
    S3Documents.owner(xml, "Owner");
    xml.close();
  }

  /** In the order in which they were named. */
  public static byte[] deleted(List<VersionDeletion> deletions, boolean quiet) {
    XmlWriter xml = S3Documents.begin("DeleteResult");
    for (VersionDeletion deletion : deletions) {
      S3ErrorCode error = deletion.error();
      String versionId = deletion.versionId();
      if (error == null && quiet) {
        continue;
      }
      xml.open(error == null ? "Deleted" : "Error").element("Key", deletion.key());
      if (versionId != null) {
        xml.element("VersionId", versionId);
      }
      String marker = deletion.marker();
      if (error != null) {
        xml.element("Code", error.wireCode()).element("Message", error.message());
      } else if (marker != null) {
        xml.element("DeleteMarker", true).element("DeleteMarkerVersionId", marker);
      }
      xml.close();
    }
    return xml.close().document();
  }

  /** Of a bucket whose versions are always kept. */
  public static byte[] versioning() {
    return S3Documents.begin("VersioningConfiguration")
        .element("Status", "Enabled")
        .close()
        .document();
  }

  public static byte[] lockConfiguration(LockConfiguration configuration) {
    XmlWriter xml =
        S3Documents.begin("ObjectLockConfiguration").element("ObjectLockEnabled", "Enabled");
    DefaultRetention retention = configuration.retention();
    if (retention != null) {
      xml.open("Rule")
          .open("DefaultRetention")
          .element("Mode", retention.mode().name())
          .element(retention.years() ? "Years" : "Days", retention.amount())
          .close()
          .close();
    }
    return xml.close().document();
  }

  public static byte[] retention(ObjectRetention retention) {
    return S3Documents.begin("Retention")
        .element("Mode", retention.mode().name())
        .element("RetainUntilDate", DateTimeFormatter.ISO_INSTANT.format(retention.until()))
        .close()
        .document();
  }

  public static byte[] legalHold(boolean on) {
    return S3Documents.begin("LegalHold").element("Status", on ? "ON" : "OFF").close().document();
  }

  /**
   * Some attributes of a version; those that it has not are left out.
   *
   * @param wanted names, for example {@code ObjectSize}
   */
  public static byte[] attributes(ObjectInfo version, Set<String> wanted) {
    XmlWriter xml = S3Documents.begin("GetObjectAttributesResponse");
    if (wanted.contains("ETag")) {
      xml.element("ETag", version.eTag().replace("\"", ""));
    }
    if (wanted.contains("Checksum")
        && version.headers().keySet().stream().anyMatch(DeclaredDigests.CHECKSUMS::containsKey)) {
      xml.open("Checksum");
      WriteDocuments.checksums(xml, version.headers());
      xml.close();
    }
    if (wanted.contains("StorageClass")) {
      xml.element("StorageClass", "STANDARD");
    }
    if (wanted.contains("ObjectSize")) {
      xml.element("ObjectSize", version.size());
    }
    return xml.close().document();
  }
}
