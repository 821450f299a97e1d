package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.WrittenObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The XML documents of answers to changes, as bytes in UTF-8. */
public final class WriteDocuments {

  private static final String CHECKSUM = "x-amz-checksum-";

  private WriteDocuments() {}

  /**
   * What became of one object that was to be deleted.
   *
   * @param error {@code null} when it is gone
   */
  public record Deletion(String key, @Nullable S3ErrorCode error) {}

  /**
   * An upload in parts.
   *
   * @param key in the virtual bucket
   */
  public record Upload(String key, String uploadId, Instant initiated) {}

  /**
   * @param lastModified when the copy was made
   */
  public static byte[] copied(WrittenObject copy, Instant lastModified) {
    return copyResult("CopyObjectResult", copy, lastModified);
  }

  /**
   * @param lastModified when the part was made
   */
  public static byte[] copiedPart(WrittenObject part, Instant lastModified) {
    return copyResult("CopyPartResult", part, lastModified);
  }

  private static byte[] copyResult(String root, WrittenObject copy, Instant lastModified) {
    XmlWriter xml =
        S3Documents.begin(root)
            .element("LastModified", HttpDates.formatForDocument(lastModified))
            .element("ETag", copy.eTag());
    checksums(xml, copy.headers());
    return xml.close().document();
  }

  /** In the order in which they were named. */
  public static byte[] deleted(List<Deletion> deletions, boolean quiet) {
    XmlWriter xml = S3Documents.begin("DeleteResult");
    for (Deletion deletion : deletions) {
      S3ErrorCode error = deletion.error();
      if (error != null) {
        xml.open("Error")
            .element("Key", deletion.key())
            .element("Code", error.wireCode())
            .element("Message", error.message())
            .close();
      } else if (!quiet) {
        xml.open("Deleted").element("Key", deletion.key()).close();
      }
    }
    return xml.close().document();
  }

  public static byte[] uploadBegun(S3Target target, String uploadId) {
    return S3Documents.begin("InitiateMultipartUploadResult")
        .element("Bucket", target.bucket())
        .element("Key", target.key())
        .element("UploadId", uploadId)
        .close()
        .document();
  }

  /**
   * @param location where the object is for the client
   */
  public static byte[] uploadCompleted(S3Target target, String location, WrittenObject written) {
    XmlWriter xml =
        S3Documents.begin("CompleteMultipartUploadResult")
            .element("Location", location)
            .element("Bucket", target.bucket())
            .element("Key", target.key())
            .element("ETag", written.eTag());
    checksums(xml, written.headers());
    return xml.close().document();
  }

  public static byte[] parts(S3Command.ListParts command, PartPage page) {
    int last = page.parts().isEmpty() ? command.after() : page.parts().getLast().number();
    XmlWriter xml =
        S3Documents.begin("ListPartsResult")
            .element("Bucket", command.target().bucket())
            .element("Key", command.target().key())
            .element("UploadId", command.uploadId());
    S3Documents.owner(xml, "Initiator");
    S3Documents.owner(xml, "Owner");
    xml.element("StorageClass", "STANDARD")
        .element("PartNumberMarker", command.after())
        .element("NextPartNumberMarker", last)
        .element("MaxParts", command.most())
        .element("IsTruncated", page.more());
    for (PartPage.StoredPart part : page.parts()) {
      xml.open("Part")
          .element("PartNumber", part.number())
          .element("LastModified", HttpDates.formatForDocument(part.lastModified()))
          .element("ETag", part.eTag())
          .element("Size", part.size());
      new TreeMap<>(part.checksums()).forEach(xml::element);
      xml.close();
    }
    return xml.close().document();
  }

  /**
   * A page of uploads.
   *
   * @param prefixes that stand for the uploads below them
   * @param next where the next page begins; {@code null} if there is none
   */
  public record UploadPage(List<Upload> uploads, List<String> prefixes, @Nullable Next next) {

    /**
     * Behind the last entry of a page.
     *
     * @param uploadId empty behind a prefix
     */
    public record Next(String key, String uploadId) {}

    public UploadPage {
      uploads = List.copyOf(uploads);
      prefixes = List.copyOf(prefixes);
    }
  }

  public static byte[] uploads(S3Command.ListMultipartUploads command, UploadPage page) {
    UnaryOperator<String> coding =
        command.urlEncoded() ? PercentCoding::encodeKey : UnaryOperator.identity();
    XmlWriter xml =
        S3Documents.begin("ListMultipartUploadsResult")
            .element("Bucket", command.bucket())
            .element("KeyMarker", coding.apply(command.keyMarker()))
            .element("UploadIdMarker", command.uploadIdMarker())
            .element("Prefix", coding.apply(command.prefix()));
    if (!command.delimiter().isEmpty()) {
      xml.element("Delimiter", coding.apply(command.delimiter()));
    }
    xml.element("MaxUploads", command.most());
    if (command.urlEncoded()) {
      xml.element("EncodingType", "url");
    }
    UploadPage.Next next = page.next();
    if (next != null) {
      xml.element("NextKeyMarker", coding.apply(next.key()))
          .element("NextUploadIdMarker", next.uploadId());
    }
    xml.element("IsTruncated", next != null);
    for (Upload upload : page.uploads()) {
      xml.open("Upload")
          .element("Key", coding.apply(upload.key()))
          .element("UploadId", upload.uploadId());
      S3Documents.owner(xml, "Initiator");
      S3Documents.owner(xml, "Owner");
      xml.element("StorageClass", "STANDARD")
          .element("Initiated", HttpDates.formatForDocument(upload.initiated()))
          .close();
    }
    for (String prefix : page.prefixes()) {
      xml.open("CommonPrefixes").element("Prefix", coding.apply(prefix)).close();
    }
    return xml.close().document();
  }

  public static byte[] tagging(Map<String, String> tags) {
    XmlWriter xml = S3Documents.begin("Tagging").open("TagSet");
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    return xml.close().close().document();
  }

  /** {@code x-amz-checksum-crc32} is the element {@code ChecksumCRC32}. */
  static void checksums(XmlWriter xml, Map<String, String> headers) {
    new TreeMap<>(headers)
        .forEach((name, value) -> {
          String algorithm = name.startsWith(CHECKSUM) ? name.substring(CHECKSUM.length()) : "";
          if (algorithm.equals("type")) {
            xml.element("ChecksumType", value);
          } else if (DeclaredDigests.CHECKSUMS.containsKey(name)) {
            xml.element("Checksum" + algorithm.toUpperCase(Locale.ROOT), value);
          }
        });
  }
}
