package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.website.ContentCoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The beginning of a file of the cache, which says all that must be known to use it again. Layout:
 * four bytes of magic, four of length, the fields, four of CRC-32C of the fields; the bytes of the
 * page follow, and four of CRC-32C of these.
 *
 * @param info of the page
 * @param sliceBytes size of slices when it was written
 * @param length bytes of the page in the file
 */
record FileHead(PartName part, ObjectInfo info, int sliceBytes, int length) {

  /** Magic and length, the checksum of the fields, that of the bytes. */
  private static final int FRAME = 16;

  private static final int MAGIC = 0x44535731;
  private static final int LONGEST = 64 * 1024;
  private static final int MOST_HEADERS = 1000;

  byte[] encode() throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(fields)) {
      out.writeUTF(part.page().space());
      out.writeUTF(part.page().name());
      out.writeUTF(part.eTag());
      out.writeUTF(part.coding().name());
      out.writeInt(part.slice());
      out.writeLong(info.size());
      out.writeLong(info.lastModified().getEpochSecond());
      out.writeInt(sliceBytes);
      out.writeInt(length);
      out.writeInt(info.headers().size());
      for (Map.Entry<String, String> header : info.headers().entrySet()) {
        out.writeUTF(header.getKey());
        out.writeUTF(header.getValue());
      }
    }
    if (fields.size() > LONGEST) {
      throw new IOException("the description of a page is too long for a file");
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(fields.size() + FRAME);
    try (DataOutputStream out = new DataOutputStream(encoded)) {
      out.writeInt(MAGIC);
      out.writeInt(fields.size());
      out.write(fields.toByteArray());
      out.writeInt(checksum(fields.toByteArray()));
    }
    return encoded.toByteArray();
  }

  /**
   * Reads the beginning of a file.
   *
   * @throws IOException when it is not whole, or none
   */
  static FileHead decode(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a file of the cache");
    }
    int size = in.readInt();
    if (size < 0 || size > LONGEST) {
      throw new IOException("no such length");
    }
    byte[] fields = in.readNBytes(size);
    if (fields.length != size || in.readInt() != checksum(fields)) {
      throw new IOException("the beginning is damaged");
    }
    try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(fields))) {
      return fields(from);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("written by another version", e);
    }
  }

  private static FileHead fields(DataInputStream in) throws IOException {
    EntryKey key = new EntryKey(in.readUTF(), in.readUTF());
    PartName part =
        new PartName(key, in.readUTF(), ContentCoding.valueOf(in.readUTF()), in.readInt());
    long size = in.readLong();
    Instant modified = Instant.ofEpochSecond(in.readLong());
    int sliceBytes = in.readInt();
    int length = in.readInt();
    int headers = in.readInt();
    if (part.slice() < 0 || size < 0 || length < 0 || headers < 0 || headers > MOST_HEADERS) {
      throw new IOException("no such page");
    }
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < headers; i++) {
      map.put(in.readUTF(), in.readUTF());
    }
    return new FileHead(part, new ObjectInfo(size, part.eTag(), modified, map), sliceBytes, length);
  }

  /** Size of a file that begins so. */
  static long fileBytes(int headBytes, int length) {
    return (long) headBytes + length + Integer.BYTES;
  }

  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
