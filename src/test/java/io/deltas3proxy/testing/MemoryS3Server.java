package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FaultyS3Server.Answer;
import io.deltas3proxy.testing.FaultyS3Server.Received;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The read side of S3 over HTTP for one bucket, in memory, with any keys at all, that keeps what it
 * was asked. It checks no signature. Single keys can be told to answer something else.
 */
public final class MemoryS3Server implements AutoCloseable {

  public static final String BUCKET = "physical-bucket";

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final ConcurrentMap<String, Answer> scripted = new ConcurrentHashMap<>();
  private final FaultyS3Server server = FaultyS3Server.start(this::answer);
  private volatile int forgotten;

  /** The objects, to fill it. */
  public MemoryObjectStore objects() {
    return objects;
  }

  public URI endpoint() {
    return server.endpoint();
  }

  /** Lets requests for one key be answered by this alone, until {@link #heal}. */
  public void script(String key, Answer answer) {
    scripted.put(key, answer);
  }

  public void heal() {
    scripted.clear();
  }

  /** Forgets what it was asked so far. */
  public void forget() {
    forgotten = server.received().size();
  }

  /** What it was asked since, for example {@code GET lake/trades/a} or {@code LIST lake/}. */
  public List<String> asked() {
    return requests().stream().map(MemoryS3Server::asLine).toList();
  }

  /** The requests since, as they came. */
  public List<Received> requests() {
    List<Received> all = server.received();
    return all.subList(forgotten, all.size());
  }

  /** What was asked of anything but logs. */
  public List<String> askedOfData() {
    return asked().stream().filter(line -> !line.contains("/_delta_log/")).toList();
  }

  private static String asLine(Received request) {
    Map<String, String> query = query(request.target());
    return query.containsKey("list-type")
        ? "LIST " + query.getOrDefault("prefix", "")
        : request.method() + " " + key(request.target());
  }

  private static String key(String target) {
    String path = target.split("\\?", 2)[0];
    String start = "/" + BUCKET + "/";
    return path.startsWith(start)
        ? decoded(path.substring(start.length()).replace("+", "%2B"))
        : "?" + path;
  }

  private static Map<String, String> query(String target) {
    Map<String, String> query = new HashMap<>();
    int mark = target.indexOf('?');
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.put(decoded(sides[0]), sides.length < 2 ? "" : decoded(sides[1]));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private boolean answer(Socket socket, Received request) throws IOException {
    Map<String, String> query = query(request.target());
    if (query.containsKey("list-type")) {
      return list(query).write(socket, request);
    }
    String key = key(request.target());
    Answer answer = scripted.get(key);
    return (answer != null ? answer : read(key, request)).write(socket, request);
  }

  private Answer read(String key, Received request) throws IOException {
    ByteRange range = ByteRange.parse(request.header("Range")).orElse(null);
    ReadRequest read =
        new ReadRequest(new ObjectAddress(BUCKET, key), range, null, ReadConditions.NONE, false);
    try (ObjectContent content = objects.get(read)) {
      ReadHead head = content.head();
      ByteRange.Resolved resolved = head.range();
      String headers =
          "ETag: "
              + head.info().eTag()
              + "\r\nLast-Modified: "
              + HTTP_DATE.format(head.info().lastModified())
              + "\r\n"
              + (resolved == null ? "" : "Content-Range: " + resolved.contentRange() + "\r\n");
      int status = resolved == null ? 200 : 206;
      byte[] body = content.body().readAllBytes();
      return FaultyS3Server.raw(true, FaultyS3Server.head(status, headers, body.length), body);
    } catch (StoreException.NotFound e) {
      return FaultyS3Server.status(404, "", "<Error><Code>NoSuchKey</Code></Error>");
    } catch (StoreException.RangeNotSatisfiable e) {
      return FaultyS3Server.status(
          416,
          "Content-Range: bytes */" + e.size() + "\r\n",
          "<Error><Code>InvalidRange</Code></Error>");
    }
  }

  private Answer list(Map<String, String> query) throws IOException {
    ListingPage page =
        objects.list(
            new ListingRequest(
                BUCKET,
                query.getOrDefault("prefix", ""),
                nonEmpty(query.get("delimiter")),
                nonEmpty(query.get("start-after")),
                Integer.parseInt(query.getOrDefault("max-keys", "1000"))));
    StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
    xml.append("<IsTruncated>").append(page.truncated()).append("</IsTruncated>");
    if (page.truncated()) {
      xml.append("<NextContinuationToken>unused</NextContinuationToken>");
    }
    for (ListedObject object : page.objects()) {
      xml.append("<Contents><Key>")
          .append(encoded(object.key()))
          .append("</Key><LastModified>")
          .append(object.lastModified())
          .append("</LastModified><ETag>")
          .append(object.eTag().replace("\"", "&quot;"))
          .append("</ETag><Size>")
          .append(object.size())
          .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    for (String prefix : page.commonPrefixes()) {
      xml.append("<CommonPrefixes><Prefix>")
          .append(encoded(prefix))
          .append("</Prefix></CommonPrefixes>");
    }
    return FaultyS3Server.status(
        200, "Content-Type: application/xml\r\n", xml.append("</ListBucketResult>").toString());
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  private static @Nullable String nonEmpty(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  @Override
  public void close() {
    server.close();
  }
}
