package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.KernelTableWriter;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The product before a real S3 server that verifies every signature, with a table that Delta Kernel
 * writes meanwhile. The commits before its checkpoint are never uploaded.
 */
class KernelTableOverS3IT {

  private static final String BUCKET = "physical-bucket";
  private static final String CHECKPOINT = "_delta_log/%020d.checkpoint.parquet".formatted(3);

  @TempDir private Path directory;
  private Path table;
  private KernelTableWriter writer;
  private S3TestServer backend;
  private final Set<String> uploaded = new TreeSet<>();
  private final List<Product> products = new ArrayList<>();

  @BeforeEach
  void writeTheTable() throws IOException {
    backend = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
    backend.createBucket(BUCKET);
    table = Files.createDirectory(directory.resolve("written"));
    writer = new KernelTableWriter(table).create(Map.of());
    writer.append("XLON", 1L, 2L).append("XPAR", 3L).append("XETR", 4L).checkpoint();
    for (int version = 0; version < 3; version++) {
      Files.delete(table.resolve(commit(version)));
    }
    writer.append("XLON", 5L).append("XPAR", 6L);
    upload();
  }

  @AfterEach
  void stop() {
    products.forEach(Product::close);
    backend.close();
  }

  private Product product(String more) {
    Product product =
        Product.start(
            directory,
            "\"stores\":{"
                + Product.store(backend.endpoint(), BUCKET)
                + "},\"tableMapping\":{\"trades\":\"s3://%s/lake/written\"}".formatted(BUCKET)
                + ",\"allowedPartitions\":{\"trades\":[{\"MIC\":[\"XLON\",\"XETR\"]}]}"
                + more);
    products.add(product);
    return product;
  }

  private Product streaming() {
    return product(",\"getMode\":\"proxy\"");
  }

  /** Redirects, as a configuration that does not say how files are given. */
  private Product redirecting() {
    return product("");
  }

  private static String commit(int version) {
    return "_delta_log/%020d.json".formatted(version);
  }

  /** Uploads what is new, data before the commits that name it; returns the new data files. */
  private List<String> upload() throws IOException {
    List<String> added = new ArrayList<>(written());
    added.removeAll(uploaded);
    List<String> data = added.stream().filter(name -> !name.startsWith("_delta_log/")).toList();
    List<String> log = added.stream().filter(name -> name.startsWith("_delta_log/")).toList();
    for (String name : Stream.concat(data.stream(), log.stream()).toList()) {
      backend.put(BUCKET, "lake/written/" + name, bytes(name));
    }
    uploaded.addAll(added);
    return data;
  }

  /** All files of the table but those that Hadoop writes beside them on a local disk. */
  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> table.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private List<String> data(String mic) throws IOException {
    return written().stream().filter(name -> name.startsWith("MIC=" + mic + "/")).toList();
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(table.resolve(name));
  }

  private static byte[] get(S3Client client, String name) {
    return client
        .getObjectAsBytes(get -> get.bucket("datalake").key("trades/" + name))
        .asByteArray();
  }

  private static List<String> list(S3Client client) {
    return client
        .listObjectsV2(list -> list.bucket("datalake").prefix("trades/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .map(key -> key.substring("trades/".length()))
        .toList();
  }

  private static void assertForbidden(S3Client client, String name) {
    String key = "trades/" + name;
    List<Consumer<S3Client>> reads =
        List.of(
            sent -> sent.getObjectAsBytes(get -> get.bucket("datalake").key(key)),
            sent -> sent.getObjectAsBytes(g -> g.bucket("datalake").key(key).range("bytes=0-3")),
            sent -> sent.headObject(head -> head.bucket("datalake").key(key)));
    for (Consumer<S3Client> read : reads) {
      S3Exception refused = assertThrows(S3Exception.class, () -> read.accept(client));
      assertEquals(403, refused.statusCode(), key);
    }
  }

  private static HttpResponse<byte[]> follow(Product product, String name)
      throws IOException, InterruptedException {
    URI target = URI.create("http://127.0.0.1:" + product.port() + "/datalake/trades/" + name);
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      return client.send(
          HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void whatIsAllowedIsListedAndStreamedAndTheRestIsForbidden() throws IOException {
    List<String> allowed = new ArrayList<>(data("XETR"));
    allowed.addAll(data("XLON"));
    assertEquals(3, allowed.size());
    try (S3Client client = streaming().client()) {
      List<String> expected =
          uploaded.stream().filter(name -> !name.startsWith("MIC=XPAR/")).sorted().toList();
      assertEquals(expected, list(client));
      for (String name : allowed) {
        assertArrayEquals(bytes(name), get(client, name), name);
        assertEquals(
            bytes(name).length,
            client
                .headObject(head -> head.bucket("datalake").key("trades/" + name))
                .contentLength());
      }
      assertEquals(2, data("XPAR").size());
      for (String name : data("XPAR")) {
        assertForbidden(client, name);
      }
    }
  }

  @Test
  void aRedirectLeadsToTheBytesAndAForbiddenFileHasNone() throws Exception {
    Product product = redirecting();
    for (String name : data("XLON")) {
      Answer answer = product.http().get("/datalake/trades/" + name);
      assertEquals(307, answer.status(), answer::everything);
      String location = answer.header("Location").orElseThrow();
      assertTrue(location.startsWith(backend.endpoint().toString()), location);
      HttpResponse<byte[]> followed = follow(product, name);
      assertEquals(200, followed.statusCode());
      assertEquals(backend.endpoint().getPort(), followed.uri().getPort());
      assertArrayEquals(bytes(name), followed.body());
    }
    for (String name : data("XPAR")) {
      Answer answer = product.http().get("/datalake/trades/" + name);
      assertEquals(403, answer.status(), name);
      assertTrue(answer.header("Location").isEmpty(), name);
      assertFalse(answer.everything().contains(BUCKET), name);
    }
  }

  @Test
  void theLogIsStreamedAlsoWhereFilesAreRedirected() throws IOException {
    Product product = redirecting();
    for (String name : List.of(commit(3), commit(5), CHECKPOINT, "_delta_log/_last_checkpoint")) {
      Answer answer = product.http().get("/datalake/trades/" + name);
      assertEquals(200, answer.status(), name);
      assertEquals(new String(bytes(name), StandardCharsets.ISO_8859_1), answer.bytes(), name);
    }
    assertEquals(404, product.http().get("/datalake/trades/" + commit(0)).status());
  }

  @Test
  void aCommitThatIsWrittenMeanwhileIsReadableAtOnce() throws Exception {
    Product streaming = streaming();
    Product redirecting = redirecting();
    try (S3Client client = streaming.client()) {
      get(client, data("XLON").getFirst());
      follow(redirecting, data("XLON").getFirst());
      for (long value = 10; value < 13; value++) {
        writer.append("XETR", value);
        String allowed = upload().getFirst();
        assertArrayEquals(bytes(allowed), get(client, allowed));
        assertArrayEquals(bytes(allowed), follow(redirecting, allowed).body());
        assertTrue(list(client).contains(allowed), allowed);
        writer.append("XPAR", value);
        String forbidden = upload().getFirst();
        assertForbidden(client, forbidden);
        assertEquals(403, follow(redirecting, forbidden).statusCode());
        assertFalse(list(client).contains(forbidden), forbidden);
      }
      writer.checkpoint().append("XLON", 20L);
      String newest = upload().getFirst();
      assertArrayEquals(bytes(newest), get(client, newest));
    }
  }
}
