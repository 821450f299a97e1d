package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.UploadCompletion;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The parts that an object is made of, in their order, as they were stored (Amazon S3,
 * CompleteMultipartUpload).
 */
record PartList(List<UploadedPart> parts) {

  /** Bytes that every part but the last has at least: 5 MiB. */
  static final long LEAST_BYTES = 5L << 20;

  /** Checksums of which S3 makes one of all parts. */
  private static final List<String> COMPOSITE =
      List.of("ChecksumCRC32", "ChecksumCRC32C", "ChecksumSHA1", "ChecksumSHA256");

  PartList {
    parts = List.copyOf(parts);
  }

  /**
   * The stored parts that a client names.
   *
   * @throws StoreException.Invalid if they are not those, or cannot be an object
   */
  static PartList of(List<UploadCompletion.Part> named, List<UploadedPart> stored)
      throws StoreException {
    Map<Integer, UploadedPart> byNumber = new HashMap<>();
    stored.forEach(part -> byNumber.put(part.number(), part));
    List<UploadedPart> parts = new ArrayList<>();
    int last = 0;
    for (UploadCompletion.Part name : named) {
      if (name.number() <= last) {
        throw new StoreException.Invalid(Fault.INVALID_PART_ORDER, "parts not in ascending order");
      }
      last = name.number();
      UploadedPart part = byNumber.get(name.number());
      if (part == null || !isSame(name, part)) {
        throw new StoreException.Invalid(Fault.INVALID_PART, "part " + name.number());
      }
      parts.add(part);
    }
    if (parts.isEmpty()) {
      throw new StoreException.Invalid(Fault.INVALID_REQUEST, "no parts");
    }
    for (UploadedPart part : parts.subList(0, parts.size() - 1)) {
      if (part.size() < LEAST_BYTES) {
        throw new StoreException.Invalid(Fault.ENTITY_TOO_SMALL, "part " + part.number());
      }
    }
    return new PartList(parts);
  }

  private static boolean isSame(UploadCompletion.Part name, UploadedPart part) {
    for (Map.Entry<String, String> checksum : name.checksums().entrySet()) {
      String stored = part.checksums().get(checksum.getKey());
      if (stored != null && !stored.equals(checksum.getValue())) {
        return false;
      }
    }
    return bare(name.eTag()).equals(bare(part.eTag()));
  }

  private static String bare(String eTag) {
    return eTag.replace("\"", "");
  }

  long size() {
    return parts.stream().mapToLong(UploadedPart::size).sum();
  }

  /** Of the MD5s of the parts, and how many they are, with quotes. */
  String eTag() {
    Checksum md5 = Checksum.md5();
    for (UploadedPart part : parts) {
      byte[] digest = HexFormat.of().parseHex(bare(part.eTag()));
      md5.update(digest, 0, digest.length);
    }
    return '"' + BodyDigest.hex(md5) + "-" + parts.size() + '"';
  }

  /** What is said of the object besides. */
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-amz-mp-parts-count", Integer.toString(parts.size()));
    for (String element : COMPOSITE) {
      if (parts.stream().allMatch(part -> part.checksums().containsKey(element))) {
        String header = "x-amz-checksum-" + element.substring(8).toLowerCase(Locale.ROOT);
        headers.put(header, composite(element, header));
        headers.put("x-amz-checksum-type", "COMPOSITE");
      }
    }
    return headers;
  }

  /** Of the checksums of the parts, and how many they are. */
  private String composite(String element, String header) {
    Checksum whole = Objects.requireNonNull(Checksum.KNOWN.get(header)).get();
    for (UploadedPart part : parts) {
      byte[] one =
          Base64.getDecoder().decode(Objects.requireNonNull(part.checksums().get(element)));
      whole.update(one, 0, one.length);
    }
    return whole.value() + "-" + parts.size();
  }

  /** The parts as a backend knows them. */
  List<UploadCompletion.Part> on(String backend) {
    List<UploadCompletion.Part> named = new ArrayList<>();
    for (UploadedPart part : parts) {
      named.add(
          new UploadCompletion.Part(
              part.number(), part.onBackends().getOrDefault(backend, ""), Map.of()));
    }
    return named;
  }

  /** Whether a backend has all of them. */
  boolean isOn(String backend) {
    return parts.stream().allMatch(part -> part.onBackends().containsKey(backend));
  }

  /** Whether the entity tags of a backend tell that it has what it was sent. */
  boolean isProvenOn(String backend) {
    return parts.stream().allMatch(part -> part.eTag().equals(part.onBackends().get(backend)));
  }

  List<ReplicaCheck.Section> sections() {
    return parts.stream()
        .map(part -> new ReplicaCheck.Section(part.size(), bare(part.eTag())))
        .toList();
  }
}
