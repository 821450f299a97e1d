package io.deltas3proxy.bench;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to say who signed a request, by the requests that the documentation of S3 gives as
 * examples. After the first of them the signing key is known.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SignatureBenchmark {

  private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String SCOPE = "/20130524/us-east-1/s3/aws4_request";
  private static final String STAMP = "20130524T000000Z";
  private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");
  private static final String[] HOST = {"Host", "examplebucket.s3.amazonaws.com"};
  private static final String[] NOTHING = {
    "x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  };

  private SignatureAuthentication authentication;
  private RawRequest signed;
  private RawRequest presigned;
  private RawRequest unknown;

  @Setup
  public void sign() throws AccountsUnavailableException {
    KeyLookup known =
        new KeyLookup.Found(
            new Identity(KEY_ID, SECRET, null, null, new Principal("a", new TreeSet<>(), false)));
    Identities identities =
        (id, token) -> id.equals(KEY_ID) ? known : new KeyLookup.Unknown();
    authentication =
        new SignatureAuthentication(
            new SignatureSettings("us-east-1", "s3", true),
            identities,
            Clock.fixed(THEN, ZoneOffset.UTC));
    signed = ranged(KEY_ID);
    unknown = ranged("AKIAIOSFODNN8EXAMPLE");
    presigned =
        new RawRequest(
            "GET",
            "",
            "/test.txt",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                + (KEY_ID + SCOPE).replace("/", "%2F")
                + "&X-Amz-Date="
                + STAMP
                + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            new Lines(List.<String[]>of(HOST)));
    if (header().isEmpty()
        || query().isEmpty()
        || stranger() != S3ErrorCode.SIGNATURE_DOES_NOT_MATCH) {
      throw new IllegalStateException("nothing would be measured");
    }
  }

  private static RawRequest ranged(String keyId) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential="
            + keyId
            + SCOPE
            + ",SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature="
            + "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
    return new RawRequest(
        "GET",
        "",
        "/test.txt",
        null,
        new Lines(
            List.of(
                HOST,
                new String[] {"Authorization", authorization},
                new String[] {"Range", "bytes=0-9"},
                NOTHING,
                new String[] {"x-amz-date", STAMP})));
  }

  @Benchmark
  public String header() throws AccountsUnavailableException {
    return user(signed);
  }

  @Benchmark
  public String query() throws AccountsUnavailableException {
    return user(presigned);
  }

  /** As long as {@link #header}, and an exception. */
  @Benchmark
  public S3ErrorCode stranger() throws AccountsUnavailableException {
    try {
      authentication.authenticate(unknown);
      throw new IllegalStateException("nobody has this key");
    } catch (S3Exception e) {
      return e.code();
    }
  }

  private String user(RawRequest request) throws AccountsUnavailableException {
    return authentication.authenticate(request).orElseThrow().identity().principal().user();
  }

  /** Headers as name and value, looked through as a container does. */
  private record Lines(List<String[]> lines) implements RequestHeaders {
    @Override
    public List<String> values(String name) {
      List<String> values = new ArrayList<>(1);
      for (String[] line : lines) {
        if (line[0].equalsIgnoreCase(name)) {
          values.add(line[1]);
        }
      }
      return values;
    }

    @Override
    public List<String> names() {
      return lines.stream().map(line -> line[0]).toList();
    }
  }
}
