package io.deltas3proxy.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a table is, as the configuration writes it. */
sealed interface TableUri {

  /**
   * Example: {@code s3://my-bucket/path/to/table}. What follows the bucket is the key as it is: it
   * is not decoded. AWS names buckets with at least three characters, other servers with fewer.
   */
  Pattern S3 =
      Pattern.compile("s3a?://([A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)(?:/(.*))?");

  /**
   * A table in a bucket.
   *
   * @param path without outer slashes; empty when the table is the whole bucket
   */
  record Bucket(String bucket, String path) implements TableUri {}

  /**
   * A table in a local directory.
   *
   * @param path absolute and normalised
   */
  record Directory(Path path) implements TableUri {}

  /**
   * Reads a URI.
   *
   * @param directory that relative {@code file:} URIs start from
   * @throws IllegalArgumentException that says what is wrong, without the URI itself
   */
  static TableUri parse(String text, Path directory) {
    if (text.startsWith("file:")) {
      return new Directory(localPath(text, directory));
    }
    Matcher matcher = S3.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be s3://bucket/path or file:path, with the name of a bucket");
    }
    String path = matcher.group(2) == null ? "" : matcher.group(2);
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (!path.isEmpty() && List.of(path.split("/", -1)).stream().anyMatch(TableUri::isOdd)) {
      throw new IllegalArgumentException(
          "has an empty segment, a . or .. segment or a control character in its path");
    }
    return new Bucket(matcher.group(1), path);
  }

  private static boolean isOdd(String segment) {
    return segment.isEmpty()
        || segment.equals(".")
        || segment.equals("..")
        || segment.chars().anyMatch(Character::isISOControl);
  }

  private static Path localPath(String text, Path directory) {
    try {
      URI uri = new URI(text);
      if (uri.getRawAuthority() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        throw new IllegalArgumentException("must have no host, query or fragment");
      }
      String path = uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath();
      return directory.resolve(path).toAbsolutePath().normalize();
    } catch (URISyntaxException | InvalidPathException e) {
      throw new IllegalArgumentException("is not a file: URI");
    }
  }
}
