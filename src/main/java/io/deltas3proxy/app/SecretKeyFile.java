package io.deltas3proxy.app;

import io.deltas3proxy.accounts.SecretCipher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The key that secrets are encrypted with: 32 bytes in Base64, in a file or in a value. */
final class SecretKeyFile {

  private static final int MOST_BYTES = 1024;

  private SecretKeyFile() {}

  /**
   * @throws IllegalArgumentException when it is no key; the message repeats nothing of it
   */
  static SecretCipher cipher(String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length != SecretCipher.KEY_BYTES) {
      throw new IllegalArgumentException("must be 32 random bytes in Base64");
    }
    return new SecretCipher(key);
  }

  /** Whether a text that should name a file is a key instead. */
  static boolean isKey(String text) {
    try {
      cipher(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static SecretCipher read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("is too long for a key");
    }
    try {
      return cipher(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("its content " + e.getMessage(), e);
    }
  }

  /** Makes a file with a new key, for its owner alone. It must not be there. */
  static SecretCipher create(Path file) throws IOException {
    byte[] key = new byte[SecretCipher.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    String text = Base64.getEncoder().encodeToString(key) + "\n";
    ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, forOwnerAlone())) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      // Before any secret is encrypted with it.
      channel.force(true);
    }
    return new SecretCipher(key);
  }

  private static FileAttribute<?>[] forOwnerAlone() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
