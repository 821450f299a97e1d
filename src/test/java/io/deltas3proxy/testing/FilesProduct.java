package io.deltas3proxy.testing;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The product with files over a real S3 server ({@code cloud}) and a directory ({@code disk}): two
 * users may do everything, one may only read below {@code open/}.
 */
public final class FilesProduct implements AutoCloseable {

  public static final String ALICE = "a-token-of-thirty-two-characters-or-more";
  public static final String CAROL = "the-token-of-one-more-user-with-all-rights";
  public static final String BOB = "another-token-of-somebody-who-only-reads";
  public static final String KEY = "AKIDFILESALICE001";
  public static final String SECRET = "alice-signs-with-this-secret";
  public static final int MEGABYTE = 1024 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final S3TestServer s3;
  private final String configuration;
  private Product product;

  private FilesProduct(Path directory, S3TestServer s3, String configuration) {
    this.directory = directory;
    this.s3 = s3;
    this.configuration = configuration;
    this.product = Product.start(directory, configuration);
  }

  /**
   * Starts it.
   *
   * @param more of the section files, each with a comma before it
   * @param others sections, each with a comma before it
   */
  public static FilesProduct start(Path directory, String more, String others) throws IOException {
    S3TestServer s3 = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
    s3.createBucket("physical");
    Files.createDirectory(directory.resolve("local"));
    return new FilesProduct(directory, s3, configuration(s3, more, others));
  }

  /** The text of its configuration, without the outer braces and the ports. */
  public static String configuration(S3TestServer s3, String more, String others) {
    return "\"databaseEnabled\":true,\"database\":{\"uri\":\"sqlite:jobs.db\",\"secretKeyFile\":"
        + "\"jobs.key\"},\"localDirectories\":[\"local\"],\"stores\":{"
        + Product.store(s3.endpoint(), "physical")
        + "},\"users\":{\"alice\":{\"accessKeys\":[{\"accessKeyId\":\""
        + KEY
        + "\",\"secretAccessKey\":\""
        + SECRET
        + "\"}]}},\"files\":{\"buckets\":{\"cloud\":\"s3://physical/in/box\","
        + "\"disk\":\"file:local\","
        + "\"gone\":{\"uri\":\"s3://nowhere/x\",\"store\":\"backend\"}},"
        + "\"tokens\":{\"alice\":\""
        + ALICE
        + "\",\"bob\":\""
        + BOB
        + "\",\"carol\":\""
        + CAROL
        + "\"},\"access\":["
        + rule("alice")
        + ","
        + rule("carol")
        + ",{\"user\":\"bob\",\"buckets\":[\"cloud\"],\"prefix\":\"open/\","
        + "\"privileges\":[\"read\"]}]"
        + more
        + "}"
        + others;
  }

  private static String rule(String user) {
    return "{\"user\":\"" + user + "\",\"privileges\":[\"read\",\"write\"]}";
  }

  /** Ends the product, and starts it again over the same files. */
  public void restart() {
    product.close();
    product = Product.start(directory, configuration);
  }

  public Product product() {
    return product;
  }

  public S3TestServer s3() {
    return s3;
  }

  public FilesClient anybody() {
    return FilesClient.of(product);
  }

  public FilesClient alice() {
    return anybody().bearer(ALICE);
  }

  public FilesClient carol() {
    return anybody().bearer(CAROL);
  }

  public FilesClient bob() {
    return anybody().bearer(BOB);
  }

  public static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Files in the spool that hold bytes of an upload. */
  public List<String> spooled() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("files-spool"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.equals("lock"))
          .toList();
    }
  }

  /** Uploads in parts that the S3 server has under way. */
  public int uploadsUnderWay() {
    return s3.client().listMultipartUploads(request -> request.bucket("physical")).uploads().size();
  }

  /** Asks for a job until it has come to a state. */
  public static String await(FilesClient client, String job, String state) {
    Instant end = Instant.now().plus(PATIENCE);
    String seen = "";
    while (Instant.now().isBefore(end)) {
      HttpResponse<byte[]> answer = client.request("GET", job);
      seen = new String(answer.body(), StandardCharsets.UTF_8);
      if (seen.contains("\"state\":\"" + state + "\"")) {
        return seen;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError("not " + state + ": " + seen);
  }

  @Override
  public void close() {
    product.close();
    s3.close();
  }
}
