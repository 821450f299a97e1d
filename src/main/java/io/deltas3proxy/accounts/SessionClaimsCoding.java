package io.deltas3proxy.accounts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/** Claims as bytes, as few as go without a library. */
final class SessionClaimsCoding {

  private static final int BY_PROVIDER = 1;
  private static final int BY_KEY = 2;

  private SessionClaimsCoding() {}

  static byte[] encode(SessionClaims claims) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(claims.lifetime().begin().toEpochMilli());
      out.writeLong(claims.lifetime().end().toEpochMilli());
      switch (claims.origin()) {
        case SessionOrigin.Provider provider -> {
          out.writeByte(BY_PROVIDER);
          out.writeUTF(provider.name());
        }
        case SessionOrigin.Key key -> {
          out.writeByte(BY_KEY);
          out.writeUTF(key.accessKeyId());
        }
      }
      out.writeUTF(claims.user());
      out.writeUTF(claims.role().name());
      out.writeUTF(claims.role().sessionName());
      out.writeShort(claims.groups().size());
      for (String group : claims.groups()) {
        out.writeUTF(group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("claims have no form", e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote, and nothing else. */
  static SessionClaims decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Instant begin = Instant.ofEpochMilli(in.readLong());
      SessionLifetime lifetime = new SessionLifetime(begin, Instant.ofEpochMilli(in.readLong()));
      int kind = in.readByte();
      String name = in.readUTF();
      SessionOrigin origin =
          switch (kind) {
            case BY_PROVIDER -> new SessionOrigin.Provider(name);
            case BY_KEY -> new SessionOrigin.Key(name);
            default -> throw new IOException("unknown origin " + kind);
          };
      String user = in.readUTF();
      AssumedRole role = new AssumedRole(in.readUTF(), in.readUTF());
      SortedSet<String> groups = new TreeSet<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        groups.add(in.readUTF());
      }
      if (in.read() >= 0) {
        throw new IOException("more than claims");
      }
      return new SessionClaims(user, groups, role, origin, lifetime);
    }
  }
}
