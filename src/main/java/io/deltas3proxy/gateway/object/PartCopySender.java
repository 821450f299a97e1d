package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets backends store parts that are (ranges of) versions which they have.
 *
 * @param range {@code null} for all of the source
 */
record PartCopySender(int number, StoredVersion source, ByteRange.@Nullable Bounded range)
    implements FanOut.Sender<UploadSearch.UploadPlace> {

  @Override
  public String send(UploadSearch.UploadPlace at, InputStream nothing) throws IOException {
    Place place = at.place();
    Replica held =
        ObjectCopying.replicaOn(source, place.name())
            .orElseThrow(() -> new StoreException.Unavailable("the source is not there"));
    CopyRequest request =
        new CopyRequest(
            new ObjectAddress(held.bucket(), held.key()),
            place.address(),
            range,
            new ReadConditions(held.checksum(), null, null, null),
            null,
            WriteConditions.NONE);
    return place.writer().copyPart(new PartAddress(at.backendId(), number), request).eTag();
  }

  @Override
  public void late(UploadSearch.UploadPlace at) {}
}
