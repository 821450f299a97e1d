package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.UploadCompletion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts the named parts of an upload together, after all of them were looked at. */
final class UploadAssembly {

  /** As S3 has it: what is accepted here is accepted there. */
  static final int SMALLEST_PART = 5 << 20;

  private static final String SIZE = "x-amz-mp-object-size";
  private static final int BUFFER = 1 << 16;

  private final UploadDirectory upload;
  private final UploadCompletion completion;

  UploadAssembly(UploadDirectory upload, UploadCompletion completion) {
    this.upload = upload;
    this.completion = completion;
  }

  /**
   * Writes the parts, one after the other.
   *
   * @return the checksums of the whole that were asked for
   * @throws StoreException.Invalid for parts that are missing, others, too small or not in order,
   *     and for a size or checksum that the whole has not
   */
  Map<String, String> into(StagedFile file) throws StoreException {
    List<FileState> parts = requireParts();
    try {
      for (int i = 0; i < parts.size(); i++) {
        append(upload.part(completion.parts().get(i).number()), parts.get(i), file.channel());
      }
      String size = completion.headers().get(SIZE);
      if (size != null && !size.equals(Long.toString(file.channel().size()))) {
        throw new StoreException.Invalid(Fault.INVALID_REQUEST, "the object has another size");
      }
      return requireChecksums(file.channel(), parts);
    } catch (IOException e) {
      throw LocalFailures.writing(e, file.path());
    }
  }

  private List<FileState> requireParts() throws StoreException {
    List<FileState> states = new ArrayList<>();
    int before = 0;
    for (UploadCompletion.Part part : completion.parts()) {
      if (part.number() <= before) {
        throw new StoreException.Invalid(Fault.INVALID_PART_ORDER, "part " + part.number());
      }
      before = part.number();
      states.add(require(part));
    }
    for (FileState state : states.subList(0, Math.max(0, states.size() - 1))) {
      if (state.size() < SMALLEST_PART) {
        throw new StoreException.Invalid(
            Fault.ENTITY_TOO_SMALL, "a part of " + state.size() + " bytes");
      }
    }
    return states;
  }

  private FileState require(UploadCompletion.Part part) throws StoreException {
    try {
      FileState state = FileState.read(upload.part(part.number()));
      Map<String, String> known = upload.checksums(part.number(), state);
      boolean named = EntityTags.parse(part.eTag()).matchesStrongly(state.eTag());
      boolean fits =
          part.checksums().entrySet().stream()
              .allMatch(each ->
                  each.getValue().equals(known.getOrDefault(each.getKey(), each.getValue())));
      if (named && fits) {
        return state;
      }
    } catch (NoSuchFileException e) {
      // Said below.
    } catch (IOException e) {
      throw LocalFailures.writing(e, upload.path());
    }
    throw new StoreException.Invalid(Fault.INVALID_PART, "part " + part.number());
  }

  private static void append(Path part, FileState expected, FileChannel target) throws IOException {
    try (FileChannel source = open(part, expected)) {
      long position = 0;
      while (position < expected.size()) {
        long count = source.transferTo(position, expected.size() - position, target);
        if (count <= 0) {
          throw new IOException("a part ends early: " + part);
        }
        position += count;
      }
    } catch (NoSuchFileException e) {
      throw new StoreException.NoSuchUpload("ended meanwhile: " + part);
    }
  }

  /** Parts are replaced, never changed: what has this state after it was opened is that file. */
  private static FileChannel open(Path part, FileState expected) throws IOException {
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      if (FileState.read(part).equals(expected)) {
        return channel;
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StoreException.Invalid(Fault.INVALID_PART, "was replaced: " + part);
  }

  private Map<String, String> requireChecksums(FileChannel whole, List<FileState> parts)
      throws IOException {
    Map<String, String> found = new HashMap<>();
    for (Map.Entry<String, String> header : completion.headers().entrySet()) {
      String name = header.getKey();
      if (Checksum.isKnown(name)) {
        boolean ofParts = header.getValue().contains("-");
        String value = ofParts ? ofParts(name, whole, parts) : of(name, whole, 0, whole.size());
        if (!value.equals(header.getValue())) {
          throw new StoreException.Invalid(Fault.BAD_DIGEST, "the object has another " + name);
        }
        if (!ofParts) {
          found.put(name, value);
        }
      }
    }
    return found;
  }

  /** The checksum of the checksums of the parts, and their number. */
  private static String ofParts(String name, FileChannel whole, List<FileState> parts)
      throws IOException {
    Checksum all = Objects.requireNonNull(Checksum.KNOWN.get(name)).get();
    long position = 0;
    for (FileState part : parts) {
      byte[] each = Base64.getDecoder().decode(of(name, whole, position, part.size()));
      all.update(each, 0, each.length);
      position += part.size();
    }
    return all.value() + "-" + parts.size();
  }

  private static String of(String name, FileChannel whole, long from, long length)
      throws IOException {
    Checksum checksum = Objects.requireNonNull(Checksum.KNOWN.get(name)).get();
    byte[] buffer = new byte[BUFFER];
    long remaining = length;
    while (remaining > 0) {
      int wanted = (int) Math.min(buffer.length, remaining);
      int count = whole.read(ByteBuffer.wrap(buffer, 0, wanted), from + length - remaining);
      if (count < 0) {
        throw new IOException("shorter than its parts");
      }
      checksum.update(buffer, 0, count);
      remaining -= count;
    }
    return checksum.value();
  }
}
