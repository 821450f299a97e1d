package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Stores a body as a part on backends.
 *
 * @param length in bytes
 * @param headers that backends are told
 */
record PartSender(int number, long length, Map<String, String> headers, BodyDigest digest)
    implements FanOut.Sender<UploadSearch.UploadPlace> {
  PartSender {
    headers = Map.copyOf(headers);
  }

  @Override
  public String send(UploadSearch.UploadPlace at, InputStream body) throws IOException {
    Place place = at.place();
    ObjectWriter writer = place.writer();
    PutRequest request =
        new PutRequest(place.address(), length, headers, WriteConditions.NONE, null);
    try {
      WrittenObject written =
          writer.putPart(new PartAddress(at.backendId(), number), request, body);
      if (written.eTag().equals(digest.body().eTag())) {
        return written.eTag();
      }
      if (FailoverBody.md5(written.eTag()) != null) {
        throw new StoreException.Unavailable("the part is not what was sent");
      }
      // What it is of is not known: the whole is read again when the upload ends.
      return requireListed(at, written.eTag());
    } catch (StoreException.Indeterminate e) {
      return requireListed(at, digest.body().eTag());
    }
  }

  /** The backend has a part of this size and entity tag. */
  private String requireListed(UploadSearch.UploadPlace at, String eTag) throws StoreException {
    PartPage page =
        at.place().writer().listParts(at.place().address(), at.backendId(), number - 1, 1);
    for (PartPage.StoredPart part : page.parts()) {
      if (part.number() == number && part.size() == length && part.eTag().equals(eTag)) {
        return eTag;
      }
    }
    throw new StoreException.Unavailable("the part is not there");
  }

  /** The upload goes on without it. */
  @Override
  public void late(UploadSearch.UploadPlace at) {}
}
