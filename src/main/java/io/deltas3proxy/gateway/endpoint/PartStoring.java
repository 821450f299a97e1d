package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.Uploads;
import io.deltas3proxy.s3.protocol.ObjectBody;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores objects in parts. */
final class PartStoring {

  /** What clients want to hear again of an upload that was begun. */
  private static final List<String> ECHOED =
      List.of("x-amz-checksum-algorithm", "x-amz-checksum-type");

  private static final String ELEMENT = "Checksum";

  private final GatewayObjects objects;
  private final Uploads uploads;
  private final ObjectStoring storing;

  PartStoring(GatewayObjects objects, Uploads uploads, ObjectStoring storing) {
    this.objects = objects;
    this.uploads = uploads;
    this.storing = storing;
  }

  void create(GatewayCall call, S3Change.CreateMultipartUpload command)
      throws IOException, MetadataUnavailableException, RefusedPlacementException {
    Upload upload = objects.createUpload(storing.inParts(call, command));
    for (String name : ECHOED) {
      String value = command.headers().get(name);
      if (value != null) {
        call.header(name, value);
      }
    }
    VersionAnswer.bucket(call, command.target());
    call.document(WriteDocuments.uploadBegun(command.target(), upload.uploadId()));
  }

  void put(GatewayCall call, S3Change.UploadPart command)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    ObjectBody body = command.body();
    ObjectPut request = part(call, command.target(), body.length(), body.headers());
    try (InputStream in = call.body().open(body.length(), body.headers())) {
      UploadedPart stored =
          objects.putPart(command.part().uploadId(), command.part().number(), request, in);
      VersionAnswer.bucket(call, command.target());
      call.header("ETag", stored.eTag());
      checksums(stored).forEach(call::header);
      call.done();
    }
  }

  private static ObjectPut part(
      GatewayCall call, S3Target target, long length, Map<String, String> digests) {
    return new ObjectPut(
        call.target(target.key()),
        length,
        digests,
        Map.of(),
        StoredVersion.Protection.NONE,
        WriteConditions.NONE,
        call.body().trailer());
  }

  /** {@code ChecksumCRC32} is the header {@code x-amz-checksum-crc32}. */
  private static Map<String, String> checksums(UploadedPart part) {
    Map<String, String> headers = new HashMap<>();
    part.checksums()
        .forEach((element, value) ->
            headers.put(
                "x-amz-checksum-" + element.substring(ELEMENT.length()).toLowerCase(Locale.ROOT),
                value));
    return headers;
  }

  void copy(GatewayCall call, S3Change.UploadPartCopy command)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    StoredVersion source = storing.source(call.cleared().source(), command.source());
    ByteRange.@Nullable Bounded range = command.range();
    if (range != null && range.last() >= source.size()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Range specified is not valid for source object of size: " + source.size());
    }
    long length = range == null ? source.size() : range.last() - range.first() + 1;
    UploadedPart part =
        objects.copyPart(
            command.part().uploadId(),
            command.part().number(),
            part(call, command.target(), length, Map.of()),
            source,
            range);
    VersionAnswer.bucket(call, command.target());
    call.header("x-amz-copy-source-version-id", source.versionId());
    call.document(
        WriteDocuments.copiedPart(
            new WrittenObject(part.eTag(), part.lastModified(), checksums(part)),
            part.lastModified()));
  }

  /**
   * Waits until the version is there: an answer that began as 200 could only end as an error that
   * not every client reads.
   */
  void complete(GatewayCall call, S3Change.CompleteMultipartUpload command)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    List<UploadCompletion.Part> parts = S3Requests.completion(call.body().document(command.body()));
    requireWhole(command, parts);
    StoredVersion stored =
        objects.completeUpload(
            call.target(command.target().key()), command.uploadId(), parts, command.conditions());
    VersionAnswer.stored(call, command.target(), stored);
    call.document(
        WriteDocuments.uploadCompleted(
            command.target(),
            call.request().getRequestURL().toString(),
            new WrittenObject(
                stored.eTag(), stored.lastModified(), VersionFinding.info(stored).headers())));
  }

  /**
   * The size and the checksum that the client says the whole has. An upload that is over has no
   * parts any more.
   */
  private void requireWhole(
      S3Change.CompleteMultipartUpload command, List<UploadCompletion.Part> named)
      throws MetadataUnavailableException {
    List<UploadedPart> stored =
        command.headers().isEmpty()
            ? List.of()
            : uploads.parts(command.uploadId(), 0, PartAddress.MOST);
    Set<Integer> numbers =
        named.stream().map(UploadCompletion.Part::number).collect(Collectors.toSet());
    List<UploadedPart> parts =
        stored.stream().filter(part -> numbers.contains(part.number())).toList();
    if (!parts.isEmpty()) {
      requireSize(command.headers().get("x-amz-mp-object-size"), parts);
      WholeChecksum.require(command.headers(), parts);
    }
  }

  private static void requireSize(@Nullable String said, List<UploadedPart> parts) {
    long size = parts.stream().mapToLong(UploadedPart::size).sum();
    if (said != null && !said.equals(Long.toString(size))) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "The provided 'x-amz-mp-object-size' header value "
              + said
              + " does not match what was computed: "
              + size);
    }
  }

  void abort(GatewayCall call, S3Change.AbortMultipartUpload command)
      throws StoreException, MetadataUnavailableException {
    objects.abortUpload(call.target(command.target().key()), command.uploadId());
    VersionAnswer.bucket(call, command.target());
    call.gone();
  }

  void list(GatewayCall call, S3Command.ListParts command)
      throws IOException, MetadataUnavailableException {
    requireUpload(call, command);
    List<UploadedPart> parts =
        command.most() == 0
            ? List.of()
            : uploads.parts(command.uploadId(), command.after(), command.most() + 1);
    boolean more = parts.size() > command.most();
    VersionAnswer.bucket(call, command.target());
    call.document(
        WriteDocuments.parts(
            command,
            new PartPage(
                (more ? parts.subList(0, command.most()) : parts)
                    .stream()
                        .map(part ->
                            new PartPage.StoredPart(
                                part.number(),
                                part.size(),
                                part.eTag(),
                                part.lastModified(),
                                part.checksums()))
                        .toList(),
                more)));
  }

  private void requireUpload(GatewayCall call, S3Command.ListParts command)
      throws MetadataUnavailableException {
    boolean known =
        uploads
            .find(command.uploadId())
            .filter(upload ->
                upload.version().bucket().equals(call.bucket().name())
                    && upload.version().key().equals(command.target().key()))
            .isPresent();
    if (!known) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_UPLOAD);
    }
  }
}
