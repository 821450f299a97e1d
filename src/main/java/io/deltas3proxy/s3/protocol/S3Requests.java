package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.UploadCompletion.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The XML documents of requests. What does not follow S3's schema is {@code MalformedXML}. */
public final class S3Requests {

  private static final Set<String> CHECKSUMS =
      Set.of(
          "ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256");

  /** Elements by which S3 deletes an object only in a certain state. */
  private static final Set<String> CONDITIONS = Set.of("ETag", "LastModifiedTime", "Size");

  /** Example: {@code 17}. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

  private S3Requests() {}

  /** Which objects are to be deleted, where none has versions. */
  public static DeletionRequest deletion(byte[] document) {
    return deletion(document, false);
  }

  /** Which objects, or versions of them, are to be deleted. */
  public static DeletionRequest versionDeletion(byte[] document) {
    return deletion(document, true);
  }

  private static DeletionRequest deletion(byte[] document, boolean versions) {
    XmlElement root = XmlReader.read(document).requireForm("Delete", Set.of("Object", "Quiet"));
    List<XmlElement> objects = root.all("Object");
    if (objects.isEmpty() || objects.size() > DeletionRequest.MOST) {
      throw XmlElement.malformed();
    }
    List<DeletionRequest.Entry> entries = new ArrayList<>();
    for (XmlElement object : objects) {
      object.requireForm("Object", Set.of("Key", "VersionId", "ETag", "LastModifiedTime", "Size"));
      String key = object.requireTextOf("Key");
      if (key.isEmpty()) {
        throw XmlElement.malformed();
      }
      String version = object.textOf("VersionId").filter(id -> !id.isEmpty()).orElse(null);
      entries.add(new DeletionRequest.Entry(key, version, refusal(object, key, versions)));
    }
    boolean quiet = root.textOf("Quiet").filter("true"::equalsIgnoreCase).isPresent();
    return new DeletionRequest(quiet, entries);
  }

  private static @Nullable S3ErrorCode refusal(XmlElement object, String key, boolean versions) {
    if (key.getBytes(StandardCharsets.UTF_8).length > S3Target.MAX_KEY_BYTES) {
      return S3ErrorCode.KEY_TOO_LONG;
    }
    if (S3Target.hasDotSegment(key) || key.indexOf('\0') >= 0) {
      return S3ErrorCode.INVALID_URI;
    }
    if (object.children().stream().anyMatch(child -> CONDITIONS.contains(child.name()))) {
      return S3ErrorCode.NOT_IMPLEMENTED;
    }
    String version = object.textOf("VersionId").orElse("null");
    return versions || version.equals("null") ? null : S3ErrorCode.NO_SUCH_VERSION;
  }

  /**
   * Of which parts an object is made, in ascending order.
   *
   * @throws S3Exception also when they are in another order
   */
  public static List<Part> completion(byte[] document) {
    List<XmlElement> elements =
        XmlReader.read(document).requireForm("CompleteMultipartUpload", Set.of("Part")).all("Part");
    if (elements.isEmpty() || elements.size() > PartAddress.MOST) {
      throw XmlElement.malformed();
    }
    List<Part> parts = new ArrayList<>();
    int last = 0;
    for (XmlElement element : elements) {
      Part part = part(element);
      if (part.number() <= last) {
        throw new S3Exception(S3ErrorCode.INVALID_PART_ORDER);
      }
      last = part.number();
      parts.add(part);
    }
    return parts;
  }

  private static Part part(XmlElement element) {
    Map<String, String> checksums = new HashMap<>();
    for (XmlElement child : element.children()) {
      if (CHECKSUMS.contains(child.name())) {
        checksums.put(child.name(), element.requireTextOf(child.name()).strip());
      } else if (!child.name().equals("ETag") && !child.name().equals("PartNumber")) {
        throw XmlElement.malformed();
      }
    }
    String number = element.requireTextOf("PartNumber").strip();
    if (!NUMBER.matcher(number).matches()) {
      throw XmlElement.malformed();
    }
    int value = Integer.parseInt(number);
    if (value < 1 || value > PartAddress.MOST) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "PartNumber must be >= 1 and <= " + PartAddress.MOST);
    }
    return new Part(value, element.requireTextOf("ETag").strip(), checksums);
  }

  /** The tags that the value of {@code x-amz-tagging} names. */
  public static Map<String, String> tagging(String header) {
    return Tags.ofQuery(header);
  }

  /** The tags of an object; there may be none. */
  public static Map<String, String> tagging(byte[] document) {
    XmlElement root = XmlReader.read(document).requireForm("Tagging", Set.of("TagSet"));
    List<XmlElement> sets = root.all("TagSet");
    if (sets.size() != 1) {
      throw XmlElement.malformed();
    }
    Tags tags = new Tags();
    for (XmlElement tag : sets.getFirst().requireForm("TagSet", Set.of("Tag")).children()) {
      tag.requireForm("Tag", Set.of("Key", "Value"));
      tags.add(tag.requireTextOf("Key"), tag.requireTextOf("Value"));
    }
    return tags.values();
  }
}
