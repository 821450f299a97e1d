package io.deltas3proxy.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Tables behind a product that is killed: {@code t}, {@code c1} to {@code c3} and {@code race} in a
 * store with conditions, {@code l1} and {@code l2} in one that is written to under locks. {@code
 * alice} and {@code bob} read and write all of their partition. What passes between clients,
 * product, store and PostgreSQL can be held.
 */
public final class KilledLake implements AutoCloseable {

  /** A request of a writer. */
  public record Sent(String writer, Function<S3Client, String> request) {

    public static Sent put(String writer, String key, String content) {
      return new Sent(
          writer,
          client -> {
            client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
            return "200";
          });
    }

    /**
     * A commit of a version that nobody has yet.
     *
     * @param file of the writer's that it adds; empty for none
     */
    public static Sent commit(String writer, String table, int version, String file) {
      String key = table + "/_delta_log/" + name(version);
      String body = commitOf(writer, file);
      return new Sent(
          writer,
          client -> {
            client.putObject(
                r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(body));
            return "200";
          });
    }

    public static Sent delete(String writer, String key) {
      return new Sent(
          writer,
          client -> {
            client.deleteObject(r -> r.bucket(BUCKET).key(key));
            return "204";
          });
    }

    public static Sent copy(String writer, String from, String to) {
      return new Sent(
          writer,
          client -> {
            client.copyObject(r ->
                r.sourceBucket(BUCKET)
                    .sourceKey(from)
                    .destinationBucket(BUCKET)
                    .destinationKey(to));
            return "200";
          });
    }

    public static Sent complete(String writer, String key, Upload upload) {
      return new Sent(
          writer,
          client -> {
            client.completeMultipartUpload(r ->
                r.bucket(BUCKET)
                    .key(key)
                    .uploadId(upload.id())
                    .multipartUpload(m -> m.parts(upload.part())));
            return "200";
          });
    }
  }

  /** An upload of one part. */
  public record Upload(String id, CompletedPart part) {}

  private static final String BUCKET = "datalake";
  private static final String NONE = "no answer";
  private static final List<String> NATIVE = List.of("t", "c1", "c2", "c3", "race");
  private static final List<String> LOCKED = List.of("l1", "l2");
  private static final String FIRST =
      """
      {"commitInfo":{"timestamp":1,"operation":"CREATE TABLE"}}
      {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
      {"metaData":{"id":"t","format":{"provider":"parquet","options":{}},"schemaString":\
      "{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"MIC\\",\\"type\\":\\"string\\",\
      \\"nullable\\":true,\\"metadata\\":{}}]}","partitionColumns":["MIC"],"configuration":{},\
      "createdTime":0}}
      """;

  private final Path directory;
  private final String configuration;
  private final S3TestServer store;
  private final StepRelay storeRelay;
  private final StepRelay databaseRelay;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final Map<String, S3Client> clients = new HashMap<>();
  private ProductProcess product;
  private StepRelay clientRelay;

  private KilledLake(Path directory) throws IOException {
    this.directory = directory;
    store = S3TestServer.start(Files.createDirectory(directory.resolve("buckets")));
    store.createBucket("lake");
    store.createBucket("pond");
    NATIVE.forEach(table -> store.put("lake", table + "/_delta_log/" + name(0), FIRST));
    LOCKED.forEach(table -> store.put("pond", table + "/_delta_log/" + name(0), FIRST));
    storeRelay = new StepRelay(store.endpoint().getPort());
    databaseRelay = new StepRelay(TestDatabases.postgresqlPort());
    configuration = configuration();
    product = ProductProcess.start(directory, configuration);
    clientRelay = new StepRelay(product.port());
  }

  public static KilledLake start(Path directory) throws IOException {
    return new KilledLake(directory);
  }

  private String configuration() {
    URI endpoint = URI.create("http://127.0.0.1:" + storeRelay.port());
    List<String> tables = new ArrayList<>();
    NATIVE.forEach(table -> tables.add("\"" + table + "\":\"s3://lake/" + table + "\""));
    LOCKED.forEach(table -> tables.add("\"" + table + "\":\"s3://pond/" + table + "\""));
    return """
    "readOnly":false,"getMode":"proxy","databaseEnabled":true,"database":{
    "uri":"postgresql://127.0.0.1:%d/%s","user":"postgres","password":"postgres-password",
    "connectTimeoutSeconds":30,"statementTimeoutSeconds":60,"secretKey":"%s"},
    "http":{"readTimeoutMillis":60000,"requestDeadlineMillis":60000},
    "stores":{%s,%s},"tableMapping":{%s},"users":{%s,%s}\
    """
        .formatted(
            databaseRelay.port(),
            TestDatabases.postgresqlName(),
            Base64.getEncoder().encodeToString(new byte[32]),
            conditional(Product.store(endpoint, "lake"), "native"),
            conditional(Product.store(endpoint, "pond").replace("backend", "locked"), "lock"),
            String.join(",", tables),
            user("alice"),
            user("bob"));
  }

  private static String conditional(String backend, String writes) {
    return backend.replaceFirst("\\{", "{\"conditionalWrites\":\"" + writes + "\",");
  }

  private static String user(String name) {
    return """
    "%s":{"accessKeys":[{"accessKeyId":"%s","secretAccessKey":"the-secret-of-%s"}],
    "grants":[{"tables":"*","privileges":["read","write"],"rules":[{"MIC":"XLON"}]}]}\
    """
        .formatted(name, key(name), name);
  }

  private static String key(String name) {
    return ("AKID" + name + "0000000000000000").substring(0, 20).toUpperCase(Locale.ROOT);
  }

  /** The name of a commit. */
  public static String name(int version) {
    return String.format(Locale.ROOT, "%020d.json", version);
  }

  static String commitOf(String mark, String file) {
    String info = "{\"commitInfo\":{\"timestamp\":1,\"mark\":\"" + mark + "\"}}\n";
    return file.isEmpty()
        ? info
        : info
            + "{\"add\":{\"path\":\""
            + file
            + "\",\"partitionValues\":{\"MIC\":\"XLON\"},\"size\":1,\"modificationTime\":1,"
            + "\"dataChange\":true}}\n";
  }

  public StepRelay storeRelay() {
    return storeRelay;
  }

  public StepRelay databaseRelay() {
    return databaseRelay;
  }

  public StepRelay clientRelay() {
    return clientRelay;
  }

  S3TestServer store() {
    return store;
  }

  /** One that sends everything once. */
  private synchronized S3Client client(String user) {
    return clients.computeIfAbsent(user, this::newClient);
  }

  private S3Client newClient(String user) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + clientRelay.port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key(user), "the-secret-of-" + user)))
        .overrideConfiguration(
            override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .httpClientBuilder(
            Apache5HttpClient.builder().maxConnections(100).socketTimeout(Duration.ofMinutes(2)))
        .build();
  }

  /** The status of the answer. */
  public String send(Sent sent) {
    try {
      return sent.request().apply(client(sent.writer()));
    } catch (AwsServiceException e) {
      return Integer.toString(e.statusCode());
    } catch (SdkClientException e) {
      return NONE;
    }
  }

  /** What a user reads, or the status of the answer. */
  public String get(String user, String key) {
    return send(
        new Sent(
            user,
            client ->
                client
                    .getObjectAsBytes(r -> r.bucket(BUCKET).key(key))
                    .asString(StandardCharsets.UTF_8)));
  }

  /** An upload of alice's with its only part. */
  public Upload upload(String key, String content) {
    S3Client client = client("alice");
    String id = client.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
    String tag =
        client
            .uploadPart(
                r -> r.bucket(BUCKET).key(key).uploadId(id).partNumber(1),
                RequestBody.fromString(content))
            .eTag();
    Upload upload = new Upload(id, CompletedPart.builder().partNumber(1).eTag(tag).build());
    uploads.put(key, upload);
    return upload;
  }

  /** Completes what was begun by {@link #upload}. */
  public String completeAgain(String key) {
    Upload upload = uploads.get(key);
    return upload == null ? NONE : send(Sent.complete("alice", key, upload));
  }

  /** Whose commit is version 1 of a table. */
  public @Nullable String committer(String bucket, String table) {
    return stored(bucket, table + "/_delta_log/" + name(1))
        .replaceAll("(?s).*\"mark\":\"([^\"]*)\".*", "$1");
  }

  String stored(String bucket, String key) {
    return store
        .client()
        .getObjectAsBytes(get -> get.bucket(bucket).key(key))
        .asString(StandardCharsets.UTF_8);
  }

  public void kill() {
    product.kill();
  }

  /** Another process with the same configuration and database. What was held never comes. */
  public void restart() throws IOException {
    product.kill();
    storeRelay.cut();
    databaseRelay.cut();
    clientRelay.close();
    synchronized (this) {
      clients.values().forEach(S3Client::close);
      clients.clear();
    }
    product = ProductProcess.start(directory, configuration);
    clientRelay = new StepRelay(product.port());
  }

  @Override
  public void close() throws IOException {
    product.close();
    clientRelay.close();
    clients.values().forEach(S3Client::close);
    storeRelay.close();
    databaseRelay.close();
    store.close();
  }
}
