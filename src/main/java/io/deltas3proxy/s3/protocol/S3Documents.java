package io.deltas3proxy.s3.protocol;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The XML documents of answers, as bytes in UTF-8. */
public final class S3Documents {

  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  /** Names no person and no account of a backend. */
  private static final String OWNER = "delta-s3-proxy";

  /** Virtual buckets have no day of birth, and all instances must say the same. */
  private static final Instant BUCKET_CREATION = Instant.EPOCH;

  private static final String CLASSIC_REGION = "us-east-1";

  private S3Documents() {}

  /**
   * @param resource path of the request, as it was sent
   */
  public static byte[] error(S3Exception error, String resource, String requestId, String hostId) {
    XmlWriter xml =
        new XmlWriter(NAMESPACE)
            .open("Error")
            .element("Code", error.code().wireCode())
            .element("Message", error.text());
    error.details().forEach(xml::element);
    return xml.element("Resource", resource)
        .element("RequestId", requestId)
        .element("HostId", hostId)
        .close()
        .document();
  }

  /** A document whose root element is open. */
  static XmlWriter begin(String root) {
    return new XmlWriter(NAMESPACE).root(root);
  }

  public static byte[] buckets(List<String> names, String region) {
    XmlWriter xml = new XmlWriter(NAMESPACE).root("ListAllMyBucketsResult");
    owner(xml);
    xml.open("Buckets");
    for (String name : names) {
      xml.open("Bucket")
          .element("Name", name)
          .element("CreationDate", HttpDates.formatForDocument(BUCKET_CREATION))
          .element("BucketRegion", region)
          .close();
    }
    return xml.close().close().document();
  }

  /** S3 writes nothing for its oldest region. */
  public static byte[] location(String region) {
    return new XmlWriter(NAMESPACE)
        .root("LocationConstraint")
        .text(region.equals(CLASSIC_REGION) ? "" : region)
        .close()
        .document();
  }

  /**
   * @param nextMarker where the next page begins, {@code null} when there is none
   */
  public static byte[] listing(
      S3Command.ListObjects command, ListingResult result, @Nullable String nextMarker) {
    ListingQuery query = command.query();
    UnaryOperator<String> coding = coding(query);
    XmlWriter xml = start(command.bucket(), query, coding);
    String marker = command.marker();
    xml.element("Marker", coding.apply(marker == null ? "" : marker));
    if (nextMarker != null) {
      xml.element("NextMarker", coding.apply(nextMarker));
    }
    xml.element("IsTruncated", nextMarker != null);
    entries(xml, result, coding, true);
    return xml.close().document();
  }

  /**
   * @param nextToken where the next page begins, {@code null} when there is none
   */
  public static byte[] listing(
      S3Command.ListObjectsV2 command, ListingResult result, @Nullable String nextToken) {
    ListingQuery query = command.query();
    UnaryOperator<String> coding = coding(query);
    XmlWriter xml = start(command.bucket(), query, coding);
    String startAfter = command.startAfter();
    if (startAfter != null) {
      xml.element("StartAfter", coding.apply(startAfter));
    }
    String token = command.continuationToken();
    if (token != null) {
      xml.element("ContinuationToken", token);
    }
    if (nextToken != null) {
      xml.element("NextContinuationToken", nextToken);
    }
    xml.element("KeyCount", (long) result.objects().size() + result.commonPrefixes().size());
    xml.element("IsTruncated", nextToken != null);
    entries(xml, result, coding, command.fetchOwner());
    return xml.close().document();
  }

  private static XmlWriter start(String bucket, ListingQuery query, UnaryOperator<String> coding) {
    XmlWriter xml =
        new XmlWriter(NAMESPACE)
            .root("ListBucketResult")
            .element("Name", bucket)
            .element("Prefix", coding.apply(query.prefix()))
            .element("MaxKeys", query.maxKeys());
    String delimiter = query.delimiter();
    if (delimiter != null) {
      xml.element("Delimiter", coding.apply(delimiter));
    }
    if (query.urlEncoded()) {
      xml.element("EncodingType", "url");
    }
    return xml;
  }

  private static void entries(
      XmlWriter xml, ListingResult result, UnaryOperator<String> coding, boolean withOwner) {
    for (ListingResult.VisibleObject object : result.objects()) {
      xml.open("Contents")
          .element("Key", coding.apply(object.key()))
          .element("LastModified", HttpDates.formatForDocument(object.lastModified()))
          .element("ETag", object.eTag())
          .element("Size", object.size());
      if (withOwner) {
        owner(xml);
      }
      xml.element("StorageClass", object.storageClass()).close();
    }
    for (String prefix : result.commonPrefixes()) {
      xml.open("CommonPrefixes").element("Prefix", coding.apply(prefix)).close();
    }
  }

  private static void owner(XmlWriter xml) {
    owner(xml, "Owner");
  }

  static void owner(XmlWriter xml, String element) {
    xml.open(element).element("ID", OWNER).element("DisplayName", OWNER).close();
  }

  private static UnaryOperator<String> coding(ListingQuery query) {
    return query.urlEncoded() ? PercentCoding::encodeKey : UnaryOperator.identity();
  }
}
