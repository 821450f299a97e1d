package io.deltas3proxy.files;

import java.util.Map;

/**
 * What a caller says of a file that comes.
 *
 * @param headers kept with the object, lower-case names: {@code content-type}
 * @param digests that it has, lower-case names: {@code content-md5}, {@code x-amz-checksum-*}
 * @param expected an upper bound of its size in bytes; -1 when nothing is known
 */
public record NewFile(Map<String, String> headers, Map<String, String> digests, long expected) {

  private static final int MOST_TYPE = 255;
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  public NewFile {
    headers = Map.copyOf(headers);
    digests = Map.copyOf(digests);
  }

  /** A media type as it may be kept; whatever looks like none is the general one. */
  public static String type(String said) {
    boolean good =
        said.length() <= MOST_TYPE
            && said.indexOf('/') > 0
            && said.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    return good ? said : UNKNOWN_TYPE;
  }
}
