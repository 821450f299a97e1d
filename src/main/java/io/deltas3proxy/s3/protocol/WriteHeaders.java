package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.WriteConditions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a request that writes. What would be promised and not kept is refused. */
final class WriteHeaders {

  private static final String METADATA = "x-amz-meta-";

  /** Bytes of names and values together, as S3 counts them. */
  private static final int MOST_METADATA = 2048;

  /** What is kept with an object as it was sent. */
  private static final Set<String> KEPT =
      Set.of("content-type", "cache-control", "content-disposition", "content-language", "expires");

  /** What is said beforehand of the checksums of parts. */
  private static final Set<String> OF_THE_PARTS =
      Set.of("x-amz-checksum-algorithm", "x-amz-checksum-type");

  /** What would have to be kept or done and is not, by the beginning of the name. */
  private static final List<String> UNSERVED =
      List.of(
          "x-amz-server-side-encryption",
          "x-amz-copy-source-server-side-encryption",
          "x-amz-grant-",
          "x-amz-object-lock-",
          "x-amz-bypass-governance-retention",
          "x-amz-website-redirect-location",
          "x-amz-write-offset-bytes",
          "x-amz-mfa");

  /** Lists of rights that say what holds anyway: the bucket's owner has everything. */
  private static final Set<String> USUAL_RIGHTS = Set.of("private", "bucket-owner-full-control");

  /** Conditions of deletions that only directory buckets have, or none. */
  private static final Set<String> OTHER_CONDITIONS =
      Set.of("if-none-match", "x-amz-if-match-last-modified-time", "x-amz-if-match-size");

  /** Example: {@code STANDARD_IA}. */
  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z_]{1,32}");

  private final RequestHeaders headers;

  WriteHeaders(RequestHeaders headers) {
    this.headers = headers;
  }

  /** Refuses what asks for more than is done, and reads nothing. */
  void requireServed() {
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (UNSERVED.stream().anyMatch(lower::startsWith)) {
        throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("the header " + lower);
      }
    }
    if (only("x-amz-acl").filter(value -> !USUAL_RIGHTS.contains(value)).isPresent()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("the header x-amz-acl");
    }
  }

  /** What is kept with an object. */
  Map<String, String> ofObject() {
    requireServed();
    Map<String, String> kept = new HashMap<>();
    KEPT.forEach(name -> only(name).ifPresent(value -> kept.put(name, value)));
    only("content-encoding")
        .map(WriteHeaders::withoutTransfer)
        .filter(coding -> !coding.isEmpty())
        .ifPresent(coding -> kept.put("content-encoding", coding));
    only("x-amz-storage-class").ifPresent(value -> kept.put("x-amz-storage-class", named(value)));
    only("x-amz-tagging").ifPresent(value -> kept.put("x-amz-tagging", Tags.requireQuery(value)));
    addMetadata(kept);
    return kept;
  }

  /** What is kept with an object that is stored in parts. */
  Map<String, String> ofUpload() {
    Map<String, String> kept = ofObject();
    OF_THE_PARTS.forEach(name -> only(name).ifPresent(value -> kept.put(name, value)));
    return kept;
  }

  private static String named(String storageClass) {
    if (!STORAGE_CLASS.matcher(storageClass).matches()) {
      throw new S3Exception(S3ErrorCode.INVALID_STORAGE_CLASS);
    }
    return storageClass;
  }

  /** {@code aws-chunked} is how the body travels, and no property of the object. */
  private static String withoutTransfer(String codings) {
    return String.join(
        ",",
        Pattern.compile(",")
            .splitAsStream(codings)
            .map(String::strip)
            .filter(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("aws-chunked"))
            .toList());
  }

  private void addMetadata(Map<String, String> kept) {
    int bytes = 0;
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith(METADATA) && !kept.containsKey(lower)) {
        String value = String.join(",", headers.values(name));
        bytes += lower.length() - METADATA.length();
        bytes += value.getBytes(StandardCharsets.UTF_8).length;
        kept.put(lower, ascii(value));
      }
    }
    if (bytes > MOST_METADATA) {
      throw new S3Exception(S3ErrorCode.METADATA_TOO_LARGE);
    }
  }

  /** As S3 gives it back, RFC 2047: {@code =?UTF-8?B?w6k=?=} for {@code é}. */
  private static String ascii(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 0x7F)
        ? value
        : "=?UTF-8?B?"
            + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }

  /** A body that becomes an object, with all that is kept of it. */
  ObjectBody objectBody() {
    Map<String, String> all = ofObject();
    all.putAll(digests());
    return new ObjectBody(length(), all);
  }

  /** A body that becomes a part: nothing but digests belongs to it. */
  ObjectBody partBody() {
    requireServed();
    return new ObjectBody(length(), digests());
  }

  DocumentBody documentBody() {
    requireServed();
    return new DocumentBody(length(), DeclaredDigests.of(headers));
  }

  private Map<String, String> digests() {
    Map<String, String> digests = new HashMap<>(DeclaredDigests.of(headers));
    only("x-amz-sdk-checksum-algorithm")
        .ifPresent(value -> digests.put("x-amz-sdk-checksum-algorithm", value));
    return digests;
  }

  private long length() {
    boolean chunked = only("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
    String digits = only(chunked ? "x-amz-decoded-content-length" : "content-length").orElse("");
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new S3Exception(S3ErrorCode.MISSING_CONTENT_LENGTH);
    }
    if (digits.length() > 15 || Long.parseLong(digits) > ObjectBody.MOST_BYTES) {
      throw new S3Exception(S3ErrorCode.ENTITY_TOO_LARGE);
    }
    return Long.parseLong(digits);
  }

  /** {@code If-None-Match: *} and {@code If-Match}: S3 knows no other for writes. */
  WriteConditions conditions() {
    requireNoDates();
    Optional<String> ifNoneMatch = only("if-none-match");
    Optional<String> ifMatch = only("if-match");
    if (ifNoneMatch.isPresent() && (!ifNoneMatch.get().equals("*") || ifMatch.isPresent())) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("the header if-none-match");
    }
    return new WriteConditions(
        ifNoneMatch.isPresent(), ifMatch.map(WriteHeaders::requireTag).orElse(null));
  }

  /** For what has no conditions here: none may be passed over. */
  void requireNoConditions() {
    if (conditionOfDeletion() != null) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("a condition");
    }
  }

  /** {@code If-Match} with one tag or {@code *}: of the others none may be passed over. */
  @Nullable String conditionOfDeletion() {
    requireNoDates();
    boolean other =
        headers.names().stream()
            .anyMatch(name -> OTHER_CONDITIONS.contains(name.toLowerCase(Locale.ROOT)));
    if (other) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("a condition of a deletion");
    }
    return only("if-match")
        .map(value -> value.equals("*") ? value : requireTag(value))
        .orElse(null);
  }

  private void requireNoDates() {
    if (headers.has("if-modified-since") || headers.has("if-unmodified-since")) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("a condition on a time");
    }
  }

  private static String requireTag(String value) {
    if (value.isEmpty() || value.indexOf(',') >= 0 || value.equals("*")) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("the header if-match");
    }
    return value;
  }

  /** A directive of a copy: {@code COPY}, or {@code REPLACE}, which is {@code true}. */
  boolean replaces(String directive) {
    @Nullable String value = only(directive).orElse("COPY");
    return switch (value) {
      case "COPY" -> false;
      case "REPLACE" -> true;
      default -> throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Unknown " + directive + ".");
    };
  }

  Optional<String> only(String name) {
    List<String> values = headers.values(name);
    if (values.size() > 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "The header " + name + " is given more than once");
    }
    return values.stream().map(String::strip).findFirst();
  }
}
