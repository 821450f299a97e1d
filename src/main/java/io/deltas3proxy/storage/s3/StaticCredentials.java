package io.deltas3proxy.storage.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Credentials that the configuration gives for one store.
 *
 * @param sessionToken of temporary credentials; {@code null} for lasting ones
 */
public record StaticCredentials(
    String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
  public StaticCredentials {
    if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
      throw new IllegalArgumentException("an access key needs its id and its secret");
    }
  }

  AwsCredentials toAwsCredentials() {
    return sessionToken == null
        ? AwsBasicCredentials.create(accessKeyId, secretAccessKey)
        : AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken);
  }

  /** Names the key and hides the secrets, so that settings may be logged. */
  @Override
  public String toString() {
    return "StaticCredentials[accessKeyId=" + accessKeyId + ", secrets hidden]";
  }
}
