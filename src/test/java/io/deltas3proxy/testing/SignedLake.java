package io.deltas3proxy.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * The table {@code big} in a directory, and users with keys: {@code alice} sees its partition XLON,
 * {@code bob} all of it, {@code carol} nothing.
 */
public final class SignedLake {

  public static final AwsBasicCredentials ALICE =
      AwsBasicCredentials.create("AKIAALICE0000001", "alice-first-secret");
  public static final AwsBasicCredentials ALICE_TOO =
      AwsBasicCredentials.create("AKIAALICE0000002", "alice-other-secret");
  public static final AwsBasicCredentials BOB =
      AwsBasicCredentials.create("AKIABOB000000001", "bob-first-secret");
  public static final AwsBasicCredentials CAROL =
      AwsBasicCredentials.create("AKIACAROL0000001", "carol-first-secret");

  /** Too large for what sockets and servers keep. */
  public static final long BIG = 64L << 20;

  public static final String OPEN = "/datalake/big/open.parquet";
  public static final String HIDDEN = "/datalake/big/hidden%0A%1B%5B31m%7B%7D.parquet";
  public static final String LISTING = "/datalake?list-type=2&prefix=big%2F";

  private SignedLake() {}

  /** Makes the table and gives the text of a configuration with it. */
  public static String configuration(Path directory) {
    Path root = directory.resolve("big");
    new HandWrittenLog(root)
        .start()
        .commit(
            HandWrittenLog.add("open.parquet", "XLON"),
            HandWrittenLog.add("hidden%0A%1B%5B31m%7B%7D.parquet", "XPAR"));
    try (RandomAccessFile file =
        new RandomAccessFile(root.resolve("open.parquet").toFile(), "rw")) {
      file.setLength(BIG);
      Files.writeString(root.resolve("hidden\n\u001b[31m{}.parquet"), "hidden");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return """
    'localDirectories': ['%1$s'], 'tableMapping': {'big': 'file:%1$s/big'},
    'users': {
      'alice': {'groups': ['readers'], 'accessKeys': [%2$s, %3$s],
        'allowedPartitions': {'big': [{'MIC': 'XLON'}]}},
      'bob': {'accessKeys': [%4$s], 'allowedPartitions': {'big': [{}]}},
      'carol': {'accessKeys': [%5$s]}}
    """
        .formatted(directory, key(ALICE), key(ALICE_TOO), key(BOB), key(CAROL))
        .replace('\'', '"');
  }

  private static String key(AwsBasicCredentials key) {
    return "{'accessKeyId': '%s', 'secretAccessKey': '%s'}"
        .formatted(key.accessKeyId(), key.secretAccessKey());
  }
}
