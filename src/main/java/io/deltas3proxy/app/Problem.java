package io.deltas3proxy.app;

/**
 * One thing that is wrong with the configuration.
 *
 * @param source the file, or the environment variable, that says it
 * @param key path of the key, for example {@code allowedPartitions.trades[0].MIC}
 * @param message what is wrong, with the value unless that is a secret
 */
public record Problem(String source, String key, String message) {

  @Override
  public String toString() {
    return key.isEmpty() ? source + ": " + message : source + ": " + key + ": " + message;
  }
}
