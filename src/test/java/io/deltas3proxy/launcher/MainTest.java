package io.deltas3proxy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

  /** Major version of the class files of Java 8. */
  private static final int JAVA_8 = 52;

  private static final int CLASS_FILE = 0xCAFEBABE;

  @ParameterizedTest
  @CsvSource({"1.8, 8", "11, 11", "17, 17", "21, 21", "25, 25", "unknown, 0"})
  void theNumberOfAJavaVersionIsUnderstood(String version, int major) {
    assertEquals(major, Main.major(version));
  }

  @Test
  void anOldJavaCanLoadTheEntryAndSayWhatIsMissing() throws IOException {
    try (InputStream bytes = Objects.requireNonNull(Main.class.getResourceAsStream("Main.class"));
        DataInputStream file = new DataInputStream(bytes)) {
      assertEquals(CLASS_FILE, file.readInt());
      int minor = file.readUnsignedShort();
      assertEquals(0, minor);
      assertEquals(JAVA_8, file.readUnsignedShort());
    }
  }
}
