package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.access.MultipartUploads.Upload;
import io.deltas3proxy.access.WriteIntent;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.storage.conditional.ConditionalOperation;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins, completes and gives up uploads in parts. Clients know them by ids of ours, which are good
 * for the one who began them and for the one object alone.
 */
final class MultipartUploading {

  private static final Logger LOG = LoggerFactory.getLogger(MultipartUploading.class);

  private final WritingSettings settings;

  MultipartUploading(WritingSettings settings) {
    this.settings = settings;
  }

  /** Begins one and gives its id. */
  String create(WritableObject object, S3Change.CreateMultipartUpload command, CallerStores stores)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    MultipartUploads uploads = settings.requireUploads();
    ObjectStore store = object.store(stores);
    boolean file = isFile(object.target());
    if (file) {
      // Ended with the upload. Nothing is stored by one that was not begun, or that nobody knows.
      FileUse.begin(object, WriteConditions.NONE, store);
    }
    boolean begun = false;
    try {
      String id = begin(object, command, uploads, store.writer());
      begun = true;
      return id;
    } finally {
      if (file && !begun) {
        FileUse.end(object, false);
      }
    }
  }

  private static String begin(
      WritableObject object,
      S3Change.CreateMultipartUpload command,
      MultipartUploads uploads,
      ObjectWriter writer)
      throws StoreException, AccountsUnavailableException {
    String backendId = writer.createUpload(object.address(), command.headers());
    boolean kept = false;
    try {
      Upload upload =
          uploads.create(
              object.sight().table().location().storeName(),
              object.address(),
              object.sight().writing().writer(),
              backendId);
      kept = true;
      return upload.id();
    } finally {
      if (!kept) {
        giveUp(object, backendId, writer);
      }
    }
  }

  /** Nobody knows it: else its parts would be kept for ever. */
  private static void giveUp(WritableObject object, String backendId, ObjectWriter writer) {
    try {
      writer.abortUpload(object.address(), backendId);
    } catch (StoreException e) {
      LOG.warn("An upload that nobody knows is left in the store: {}", e.getMessage());
    }
  }

  /** Whether an object that may be stored in parts is a file that has a writer. */
  private static boolean isFile(WriteTarget target) {
    return switch (target) {
      case WriteTarget.LogFile file -> false;
      case WriteTarget.File file -> true;
      case WriteTarget.Commit commit -> throw notInParts();
      case WriteTarget.OverwritingCommit commit -> throw notInParts();
      case WriteTarget.Marker marker -> throw notInParts();
      case WriteTarget.LoggedFile file -> throw notInParts();
      case WriteTarget.Absence absence -> throw notInParts();
    };
  }

  private static S3Exception notInParts() {
    return new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("not stored in parts");
  }

  /**
   * The upload of an id.
   *
   * @throws S3Exception if there is none of this caller and object
   */
  Upload find(WritableObject object, String uploadId) throws AccountsUnavailableException {
    return settings
        .requireUploads()
        .find(
            uploadId,
            object.sight().table().location().storeName(),
            object.address(),
            object.sight().writing().writer())
        .orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_UPLOAD));
  }

  /**
   * Makes the object of the parts.
   *
   * @param part as it was decided on for parts: whether the object may be made is seen here, since
   *     its file may have become somebody else's, or the table's, while parts came
   */
  WrittenObject complete(
      WritableObject part,
      Upload upload,
      S3Change.CompleteMultipartUpload command,
      List<UploadCompletion.Part> parts,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    WritableObject object = part.decideAgain(WriteIntent.MULTIPART);
    ObjectStore store = object.store(stores);
    WriteConditions asked = command.conditions();
    boolean fresh = object.target() instanceof WriteTarget.File(boolean own) && !own;
    UploadCompletion completion =
        new UploadCompletion(
            object.address(),
            upload.backendId(),
            parts,
            command.headers(),
            fresh ? WriteConditions.IF_ABSENT : asked);
    ObjectWriter writer =
        settings.writer(
            object.sight().table(), store, ConditionalOperation.COMPLETE, completion.conditions());
    WrittenObject written =
        isFile(object.target())
            ? FileUse.during(object, asked, store, () -> completed(writer, completion, asked))
            : writer.completeUpload(completion);
    forget(object, upload, true);
    return written;
  }

  private static WrittenObject completed(
      ObjectWriter writer, UploadCompletion completion, WriteConditions asked)
      throws StoreException {
    try {
      return writer.completeUpload(completion);
    } catch (StoreException.PreconditionFailed e) {
      throw completion.conditions().equals(asked) ? e : ObjectWriting.appeared(e, asked);
    }
  }

  void abort(WritableObject object, String uploadId, CallerStores stores)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    Upload upload = find(object, uploadId);
    try {
      object.store(stores).writer().abortUpload(object.address(), upload.backendId());
    } catch (StoreException.NoSuchUpload e) {
      // It may have been completed, by a request whose answer was lost.
      forget(object, upload, true);
      throw e;
    }
    forget(object, upload, false);
  }

  /**
   * What the store has done is done: that the upload is known still changes nothing of that.
   *
   * @param stored whether the object may be there
   */
  private void forget(WritableObject object, Upload upload, boolean stored) {
    try {
      if (settings.requireUploads().delete(upload.id()) && isFile(object.target())) {
        FileUse.end(object, stored);
      }
    } catch (AccountsUnavailableException e) {
      LOG.warn("An upload that has ended is still known: {}", e.getMessage());
    }
  }

  PartPage parts(WritableObject object, S3Command.ListParts command, CallerStores stores)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    Upload upload = find(object, command.uploadId());
    if (command.most() == 0) {
      return new PartPage(List.of(), false);
    }
    return object
        .store(stores)
        .writer()
        .listParts(object.address(), upload.backendId(), command.after(), command.most());
  }
}
