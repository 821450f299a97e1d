package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.CrcCombination;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checksum that a client says an object of parts has, held against those of its parts. */
final class WholeChecksum {

  private static final String HEADER = "x-amz-checksum-";

  private WholeChecksum() {}

  /**
   * Requires that the parts give what was said.
   *
   * @param said headers of the request; those that are no checksum do not count
   * @param parts of the whole, in their order
   * @throws S3Exception when they do not, or that cannot be told from what is known of them
   */
  static void require(Map<String, String> said, List<UploadedPart> parts) {
    said.forEach((header, value) -> {
      if (Checksum.isKnown(header) && !value.equals(of(header, parts))) {
        throw new S3Exception(
            S3ErrorCode.BAD_DIGEST,
            "The " + header + " you specified did not match the calculated checksum.");
      }
    });
  }

  private static @Nullable String of(String header, List<UploadedPart> parts) {
    CrcCombination combination =
        CrcCombination.of(header).orElseThrow(() -> unknown("of a digest of the whole"));
    String element = "Checksum" + header.substring(HEADER.length()).toUpperCase(Locale.ROOT);
    String whole = null;
    for (UploadedPart part : parts) {
      String one = part.checksums().get(element);
      if (one == null) {
        throw unknown("of parts that came without it");
      }
      whole = whole == null ? one : combination.combine(whole, one, part.size());
    }
    return whole;
  }

  /** What was not verified is not to look as if it had been. */
  private static S3Exception unknown(String why) {
    return new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("the checksum " + why);
  }
}
