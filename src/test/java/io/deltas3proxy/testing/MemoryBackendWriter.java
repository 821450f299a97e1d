package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WrittenObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Changes a {@link MemoryBackend}. */
final class MemoryBackendWriter implements ObjectWriter {

  private record Open(
      ObjectAddress address,
      Map<String, String> headers,
      ConcurrentNavigableMap<Integer, byte[]> parts) {}

  private final MemoryBackend backend;
  private final ConcurrentMap<String, Open> uploads = new ConcurrentHashMap<>();

  MemoryBackendWriter(MemoryBackend backend) {
    this.backend = backend;
  }

  int openUploads() {
    return uploads.size();
  }

  @Override
  public boolean hasConditions() {
    return false;
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    return keep(request.address(), read(request, body), request.headers());
  }

  private WrittenObject keep(ObjectAddress address, byte[] bytes, Map<String, String> headers) {
    String eTag = MemoryBackend.eTag(bytes);
    backend.objects.put(address, new MemoryBackend.Stored(bytes, eTag, headers));
    backend.stored.incrementAndGet();
    return new WrittenObject(eTag, null, Map.of());
  }

  private static byte[] read(PutRequest request, InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    if (bytes.length != request.length()) {
      throw new StoreException.Invalid(Fault.INCOMPLETE_BODY, "a body of " + bytes.length);
    }
    return bytes;
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    if (!backend.isCopying()) {
      throw new StoreException.Unsupported("nothing is copied here");
    }
    MemoryBackend.Stored source = backend.find(request.source());
    String match = request.sourceConditions().ifMatch();
    if (match != null && !EntityTags.parse(match).matchesStrongly(source.eTag())) {
      throw new StoreException.PreconditionFailed("the source is another");
    }
    Map<String, String> headers = request.headers();
    return keep(request.target(), source.bytes(), headers == null ? source.headers() : headers);
  }

  @Override
  public void delete(ObjectAddress address) {
    backend.objects.remove(address);
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers) {
    String id = UUID.randomUUID().toString();
    uploads.put(id, new Open(address, headers, new ConcurrentSkipListMap<>()));
    return id;
  }

  @Override
  public List<String> uploadsOf(ObjectAddress address) {
    return uploads.entrySet().stream()
        .filter(entry -> entry.getValue().address().equals(address))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Open find(ObjectAddress address, String id) throws StoreException {
    Open open = uploads.get(id);
    if (open == null || !open.address().equals(address)) {
      throw new StoreException.NoSuchUpload("no upload " + id);
    }
    return open;
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    byte[] bytes = read(request, body);
    find(request.address(), part.uploadId()).parts().put(part.number(), bytes);
    return new WrittenObject(MemoryBackend.eTag(bytes), null, Map.of());
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    byte[] bytes = backend.find(request.source()).bytes();
    ByteRange.@Nullable Bounded range = request.range();
    byte[] some =
        range == null
            ? bytes
            : Arrays.copyOfRange(bytes, (int) range.first(), (int) range.last() + 1);
    find(request.target(), part.uploadId()).parts().put(part.number(), some);
    return new WrittenObject(MemoryBackend.eTag(some), null, Map.of());
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    Open open = find(completion.address(), completion.uploadId());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (UploadCompletion.Part part : completion.parts()) {
      byte[] bytes = open.parts().get(part.number());
      if (bytes == null || !MemoryBackend.eTag(bytes).equals(part.eTag())) {
        throw new StoreException.Invalid(Fault.INVALID_PART, "part " + part.number());
      }
      all.writeBytes(bytes);
      digests.writeBytes(MemoryBackend.md5(bytes));
    }
    String md5 = MemoryBackend.eTag(digests.toByteArray());
    String eTag = md5.substring(0, md5.length() - 1) + "-" + completion.parts().size() + '"';
    backend.objects.put(
        completion.address(), new MemoryBackend.Stored(all.toByteArray(), eTag, open.headers()));
    uploads.remove(completion.uploadId());
    return new WrittenObject(eTag, null, Map.of());
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    uploads.remove(uploadId, find(address, uploadId));
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    List<PartPage.StoredPart> parts =
        find(address, uploadId).parts().tailMap(after, false).entrySet().stream()
            .map(entry ->
                new PartPage.StoredPart(
                    entry.getKey(),
                    entry.getValue().length,
                    MemoryBackend.eTag(entry.getValue()),
                    Instant.EPOCH,
                    Map.of()))
            .toList();
    return new PartPage(parts.subList(0, Math.min(most, parts.size())), parts.size() > most);
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    throw new StoreException.Unsupported("tags");
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    throw new StoreException.Unsupported("tags");
  }
}
