package io.deltas3proxy.deploy;

import io.deltas3proxy.testing.RequestSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signs what the raw client sends, target and headers byte for byte as they are sent. */
final class RawSignature {

  static final String KEY_ID = "READEROFTHETESTS0001";
  static final String SECRET = "secret/of+the=tests";

  static final String WRITER_ID = "WRITEROFTHETESTS0001";
  static final String WRITER_SECRET = "another+secret/of=tests";

  private static final RequestSignature READER = RequestSignature.s3(KEY_ID, SECRET);

  private static final RequestSignature WRITER = RequestSignature.s3(WRITER_ID, WRITER_SECRET);

  private RawSignature() {}

  /** The header lines by which the writer signs a request whose body may be anything. */
  static List<String> ofWriter(String method, String target, String host) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("host", host);
    headers.put("x-amz-content-sha256", RequestSignature.UNSIGNED);
    return WRITER.lines(method, target, headers, RequestSignature.UNSIGNED, Instant.now()).stream()
        .filter(line -> !line.startsWith("host:"))
        .toList();
  }

  /**
   * The header lines that sign a request.
   *
   * @param more further headers, by lower-case name, that are sent and signed
   */
  static List<String> lines(String method, String target, String host, Map<String, String> more) {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("host", host);
    return READER.lines(method, target, headers, Instant.now()).stream()
        .filter(line -> !line.startsWith("host:"))
        .toList();
  }
}
