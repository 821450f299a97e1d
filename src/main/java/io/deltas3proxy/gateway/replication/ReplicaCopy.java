package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the bytes of a version from one backend to another: through a bounded buffer, checked
 * against what is known of them before the last one is given on, and against what the target says
 * of them, or gives back, after it.
 */
final class ReplicaCopy {

  private static final Set<String> DESCRIPTION =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  /**
   * How large objects go.
   *
   * @param most bytes of one PUT; larger ones go in parts
   * @param part least bytes of a part
   */
  record Sizes(long most, long part) {
    /** The limits of S3: 5 GiB in one piece, 10,000 parts. */
    static final Sizes S3 = new Sizes(5L << 30, 256L << 20);

    long part(long size) {
      return Math.max(part, (size + PartAddress.MOST - 1) / PartAddress.MOST);
    }
  }

  private final Throughput throughput;
  private final JobStatistics statistics;
  private final Sizes sizes;

  ReplicaCopy(Throughput throughput, JobStatistics statistics, Sizes sizes) {
    this.throughput = throughput;
    this.statistics = statistics;
    this.sizes = sizes;
  }

  /**
   * Copies a version.
   *
   * @return the entity tag that the target gives it
   * @throws SourceFailedException when it was the source that failed
   */
  String copy(StoredVersion version, Place from, Place to, JobRun run) throws IOException {
    run.expect(version.size());
    Fingerprint fingerprint = new Fingerprint(version);
    if (from.replica().checksum() == null && !fingerprint.isTelling()) {
      throw SourceFailedException.damaged(
          "backend " + from.name() + ": nothing tells its bytes from others");
    }
    try (ObjectContent content = open(from, version)) {
      InputStream body =
          new CheckedBody(
              content.body(), from.name(), fingerprint, bytes -> pass(bytes, from, to, run));
      WrittenObject written = write(version, to, body);
      String md5 = fingerprint.md5();
      if (!Fingerprint.bare(written.eTag()).equals(md5)) {
        reread(to, version, md5, run);
      }
      return written.eTag();
    }
  }

  private void pass(int bytes, Place from, Place to, JobRun run) throws IOException {
    run.moved(bytes);
    statistics.moved(bytes);
    run.checkpoint();
    throughput.pass(from.name(), bytes, run::checkpoint);
    if (!from.name().equals(to.name())) {
      throughput.pass(to.name(), bytes, run::checkpoint);
    }
  }

  private static ObjectContent open(Place from, StoredVersion version) throws IOException {
    ReadConditions same = new ReadConditions(from.replica().checksum(), null, null, null);
    try {
      ObjectContent content =
          from.backend().store().get(new ReadRequest(from.address(), null, null, same, false));
      if (content.head().length() != version.size()) {
        content.close();
        throw SourceFailedException.damaged("backend " + from.name() + ": another size");
      }
      return content;
    } catch (StoreException.NotFound | StoreException.PreconditionFailed e) {
      throw SourceFailedException.damaged(Trouble.of(from.name(), e));
    } catch (StoreException e) {
      throw SourceFailedException.unread(from.name(), e);
    }
  }

  private WrittenObject write(StoredVersion version, Place to, InputStream body)
      throws IOException {
    ObjectWriter writer = to.backend().store().writer();
    if (version.size() > sizes.most()) {
      return inParts(version, to, writer, body);
    }
    Map<String, String> headers = new HashMap<>(headers(version));
    String eTag = Fingerprint.bare(version.eTag());
    if (Fingerprint.isMd5(eTag)) {
      headers.put("content-md5", Fingerprint.base64(eTag));
    }
    return writer.put(
        new PutRequest(to.address(), version.size(), headers, WriteConditions.NONE, null), body);
  }

  /** Those that say what the object is; checksums may be about the parts that it once had. */
  private static Map<String, String> headers(StoredVersion version) {
    Map<String, String> headers = new HashMap<>(version.headers());
    headers
        .keySet()
        .removeIf(name -> !DESCRIPTION.contains(name) && !name.startsWith("x-amz-meta-"));
    return headers;
  }

  private WrittenObject inParts(
      StoredVersion version, Place to, ObjectWriter writer, InputStream body) throws IOException {
    for (String left : begun(to, writer)) {
      abort(to, writer, left);
    }
    String upload = writer.createUpload(to.address(), headers(version));
    boolean done = false;
    try {
      List<UploadCompletion.Part> parts = new ArrayList<>();
      long size = sizes.part(version.size());
      for (long start = 0; start < version.size(); start += size) {
        long length = Math.min(size, version.size() - start);
        int number = parts.size() + 1;
        WrittenObject part =
            writer.putPart(
                new PartAddress(upload, number),
                new PutRequest(to.address(), length, Map.of(), WriteConditions.NONE, null),
                new PartBody(body, length));
        parts.add(new UploadCompletion.Part(number, part.eTag(), Map.of()));
      }
      WrittenObject written =
          writer.completeUpload(
              new UploadCompletion(to.address(), upload, parts, Map.of(), WriteConditions.NONE));
      done = true;
      return written;
    } finally {
      if (!done) {
        abort(to, writer, upload);
      }
    }
  }

  /**
   * Uploads of workers that died: no row names them, and what was sent to them takes room without
   * being seen. Whoever holds the only job about a version is the only one who sends its parts.
   */
  private static List<String> begun(Place to, ObjectWriter writer) throws StoreException {
    try {
      return writer.uploadsOf(to.address());
    } catch (StoreException.Unsupported e) {
      return List.of();
    }
  }

  private static void abort(Place to, ObjectWriter writer, String upload) {
    try {
      writer.abortUpload(to.address(), upload);
    } catch (StoreException e) {
      // What the copy failed with says more.
    }
  }

  /** Reads a replica whose entity tag tells nothing of its bytes. */
  private void reread(Place to, StoredVersion version, String md5, JobRun run) throws IOException {
    Fingerprint found = new Fingerprint(version);
    try (ObjectContent content = to.backend().store().get(ReadRequest.whole(to.address()))) {
      read(content.body(), found, bytes -> pass(bytes, to, to, run));
    }
    if (!found.fits() || !found.md5().equals(md5)) {
      throw JobFailedException.forNow(
          "backend " + to.name() + ": it gives other bytes than it was sent");
    }
  }

  /** Reads a body to its end. */
  static void read(InputStream body, Fingerprint fingerprint, CheckedBody.Flow flow)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      fingerprint.update(buffer, 0, count);
      flow.pass(count);
    }
  }
}
