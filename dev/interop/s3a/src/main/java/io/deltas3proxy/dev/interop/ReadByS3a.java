package io.deltas3proxy.dev.interop;

import java.io.FileNotFoundException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/**
 * Reads one file by S3A: whole, by positions, and asks for one that is not there.
 *
 * <p>usage: ReadByS3a endpoint bucket key access-key secret-key [proxy-host proxy-port]
 */
public final class ReadByS3a {

  private ReadByS3a() {}

  public static void main(String[] args) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", args[0]);
    configuration.set("fs.s3a.endpoint.region", "us-east-1");
    configuration.set("fs.s3a.access.key", args[3]);
    configuration.set("fs.s3a.secret.key", args[4]);
    configuration.setBoolean("fs.s3a.path.style.access", true);
    configuration.setBoolean("fs.s3a.connection.ssl.enabled", false);
    configuration.setInt("fs.s3a.attempts.maximum", 2);
    configuration.setInt("fs.s3a.retry.limit", 1);
    if (args.length > 5) {
      configuration.set("fs.s3a.proxy.host", args[5]);
      configuration.set("fs.s3a.proxy.port", args[6]);
    }
    Path file = new Path("s3a://" + args[1] + "/" + args[2]);
    try (FileSystem files = FileSystem.get(URI.create("s3a://" + args[1]), configuration)) {
      FileStatus status = files.getFileStatus(file);
      byte[] whole = new byte[Math.toIntExact(status.getLen())];
      byte[] tail = new byte[8];
      try (FSDataInputStream in = files.open(file)) {
        // As Parquet readers do: the end first, then from the beginning.
        in.readFully(status.getLen() - tail.length, tail);
        in.seek(0);
        in.readFully(whole);
      }
      boolean fits = HexFormat.of().formatHex(tail)
          .equals(HexFormat.of().formatHex(whole, whole.length - tail.length, whole.length));
      say("version", VersionInfo.getVersion());
      say("size", String.valueOf(whole.length));
      say("sha256", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole)));
      say("tail", fits ? "fits" : "differs");
      say("listed", String.valueOf(files.listStatus(file.getParent()).length));
      say("missing", missing(files, new Path(file.getParent(), "none")));
    }
  }

  private static String missing(FileSystem files, Path path) throws Exception {
    try (FSDataInputStream in = files.open(path)) {
      return "read " + in.read();
    } catch (FileNotFoundException e) {
      return "not found";
    }
  }

  private static void say(String name, String value) {
    System.out.println(name + "\t" + value);
  }
}
