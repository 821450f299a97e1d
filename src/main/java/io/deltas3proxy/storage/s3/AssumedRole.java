package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.AssumableRole;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.util.List;
import java.util.SortedSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/** A role that is assumed for each caller at a token service (AWS STS, AssumeRole). */
public final class AssumedRole implements AssumableRole {

  private static final int MOST_SESSIONS = 10_000;
  private static final int CONNECTIONS = 16;

  private final RoleSettings settings;
  private final StsClient client;
  private final RoleSessions sessions;

  /**
   * Makes the role; asks nobody.
   *
   * @param store whose own credentials ask for the role
   * @throws IllegalArgumentException when the policy refuses the endpoint of the token service
   */
  public AssumedRole(
      RoleSettings settings, S3StoreSettings store, EndpointPolicy policy, Clock clock) {
    if (settings.endpoint() != null) {
      policy.check(settings.endpoint());
    }
    this.settings = settings;
    this.client = client(settings, store, policy);
    this.sessions =
        new RoleSessions(this::begin, clock, MOST_SESSIONS, store.http().requestDeadline());
  }

  private static StsClient client(
      RoleSettings settings, S3StoreSettings store, EndpointPolicy policy) {
    HttpSettings http = store.http();
    return StsClient.builder()
        .region(Region.of(settings.region()))
        .endpointOverride(settings.endpoint())
        .credentialsProvider(store.credentialsProvider())
        .overrideConfiguration(override ->
            override
                .apiCallTimeout(http.requestDeadline())
                .retryStrategy(
                    StandardRetryStrategy.builder().maxAttempts(http.maxRetries() + 1).build()))
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(http.connectTimeout())
                .socketTimeout(http.readTimeout())
                .connectionAcquisitionTimeout(http.requestDeadline())
                .dnsResolver(policy.resolver()))
        .build();
  }

  @Override
  public StoreCredentials credentialsOf(String user, SortedSet<String> groups)
      throws StoreException {
    return sessions.of(new RoleSessions.Owner(user, groups));
  }

  private RoleSessions.Session begin(RoleSessions.Owner owner) throws StoreException {
    List<Tag> tags =
        settings.sessionTags() ? SessionTags.of(owner.user(), owner.groups()) : List.of();
    try {
      AssumeRoleResponse answer =
          client.assumeRole(request ->
              request
                  .roleArn(settings.arn())
                  .roleSessionName(RoleSessionName.of(owner.user()))
                  .externalId(settings.externalId())
                  .durationSeconds(Math.toIntExact(settings.lifetime().toSeconds()))
                  .tags(tags));
      return session(answer.credentials());
    } catch (SdkException e) {
      throw new StoreException.Unavailable("the role of the store cannot be assumed", e);
    }
  }

  private static RoleSessions.Session session(Credentials given) throws StoreException {
    if (given == null
        || given.accessKeyId() == null
        || given.secretAccessKey() == null
        || given.sessionToken() == null
        || given.expiration() == null) {
      throw new StoreException.Unavailable("the token service gave half a session");
    }
    return new RoleSessions.Session(
        new StoreCredentials(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
        given.expiration());
  }

  @Override
  public void close() {
    client.close();
  }
}
