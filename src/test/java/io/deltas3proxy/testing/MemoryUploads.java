package io.deltas3proxy.testing;

import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads in parts in memory. */
public final class MemoryUploads implements MultipartUploads {

  private static final Comparator<Upload> ORDER =
      Comparator.comparing((Upload upload) -> upload.address().key(), KeyOrder.UTF_8)
          .thenComparing(Upload::id);

  private final Clock clock;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  public MemoryUploads(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Upload create(String store, ObjectAddress address, String writer, String backendId) {
    String id = UUID.randomUUID().toString();
    Upload upload = new Upload(id, store, address, writer, backendId, clock.instant());
    uploads.put(id, upload);
    return upload;
  }

  @Override
  public Optional<Upload> find(String id, String store, ObjectAddress address, String writer) {
    return Optional.ofNullable(uploads.get(id))
        .filter(upload ->
            upload.store().equals(store)
                && upload.address().equals(address)
                && upload.writer().equals(writer));
  }

  @Override
  public List<Upload> list(Page page, String writer, int most) {
    return uploads.values().stream()
        .filter(upload -> upload.writer().equals(writer) && isOf(page, upload))
        .sorted(ORDER)
        .limit(most)
        .toList();
  }

  private static boolean isOf(Page page, Upload upload) {
    String key = upload.address().key();
    int order = KeyOrder.UTF_8.compare(key, page.afterKey());
    boolean after =
        order > 0
            || (order == 0
                && !page.afterId().isEmpty()
                && upload.id().compareTo(page.afterId()) > 0);
    return upload.store().equals(page.store())
        && upload.address().bucket().equals(page.bucket())
        && key.startsWith(page.prefix())
        && after;
  }

  @Override
  public boolean delete(String id) {
    return uploads.remove(id) != null;
  }

  @Override
  public List<Upload> older(Instant moment, int most) {
    return uploads.values().stream()
        .filter(upload -> upload.begun().isBefore(moment))
        .sorted(Comparator.comparing(Upload::begun))
        .limit(most)
        .toList();
  }
}
