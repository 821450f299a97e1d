package io.deltas3proxy.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {

  private static final String TYPE = "multipart/form-data; boundary=abc";
  private static final String FIELD = "Content-Disposition: form-data; name=\"a\"";

  private static FormReader reader(String form) {
    return new FormReader(
        new ByteArrayInputStream(form.getBytes(StandardCharsets.ISO_8859_1)), TYPE);
  }

  /** Gives as many bytes at a time as chance will have it. */
  private static InputStream trickling(byte[] bytes, Random random) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int most = random.nextBoolean() ? 1 + random.nextInt(20) : 1 + random.nextInt(70_000);
        return super.read(target, offset, Math.min(length, most));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void partsAreThoseThatWereSentHoweverTheyCome(long seed) throws IOException {
    Random random = new Random(seed);
    for (int size : new int[] {0, 1, 2, 30, 65_530, 65_536, 200_000}) {
      byte[] content = likeDelimiters(size, random);
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      form.writeBytes(("--abc\r\n" + FIELD + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      form.writeBytes(content);
      form.writeBytes("\r\n--abc\r\n".getBytes(StandardCharsets.US_ASCII));
      form.writeBytes(
          (FIELD + "2\r\n\r\nx\r\n--abc--\r\n")
              .replace("\"2", "2\"")
              .getBytes(StandardCharsets.US_ASCII));
      FormReader reader = new FormReader(trickling(form.toByteArray(), random), TYPE);
      FormPart first = reader.next().orElseThrow();
      assertEquals("a", first.name());
      assertNull(first.fileName());
      assertArrayEquals(content, first.body().readAllBytes());
      FormPart second = reader.next().orElseThrow();
      assertEquals("a2", second.name());
      assertEquals("x", FormReader.text(second, 10));
      assertEquals(Optional.empty(), reader.next());
    }
  }

  /** Bytes that begin as delimiters do, and never are one. */
  private static byte[] likeDelimiters(int size, Random random) {
    String[] pieces = {"\r\n--ab", "\r\n--", "\r", "\n", "--abc", "abc", "-", "x"};
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(pieces[random.nextInt(pieces.length)]);
      int delimiter = text.indexOf("\r\n--abc", Math.max(0, text.length() - 16));
      if (delimiter >= 0) {
        text.setLength(delimiter);
      }
    }
    text.setLength(size);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whatNobodyReadsIsPassedOver() throws IOException {
    FormReader reader =
        reader("--abc\r\n" + FIELD + "\r\n\r\n1\r\n--abc \t\r\n" + FIELD + "\r\n\r\n2\r\n--abc--");
    assertEquals("a", reader.next().orElseThrow().name());
    assertEquals("2", FormReader.text(reader.next().orElseThrow(), 10));
    assertEquals(Optional.empty(), reader.next());
  }

  @Test
  void namesAndTypesAreThoseOfThePart() throws IOException {
    FormPart part =
        reader(
                "preamble\r\n--abc\r\ncontent-TYPE: text/plain\r\nContent-Disposition: form-data;"
                    + " filename=\"C:\\x\\\"y;z.txt\"; name=file\r\n\r\n\r\n--abc--\r\nepilogue")
            .next()
            .orElseThrow();
    assertEquals("file", part.name());
    assertEquals("C:\\x\"y;z.txt", part.fileName());
    assertEquals("text/plain", part.headers().get("content-type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no form at all",
        "--abc\r\n" + FIELD + "\r\n\r\nbreaks off",
        "--abc\r\n" + FIELD + "\r\n\r\n1\r\n--abc",
        "--abc\r\n" + FIELD + "\r\n\r\n1\r\n--abcd",
        "--abc\r\nContent-Disposition: form-data\r\n\r\n1\r\n--abc--",
        "--abc\r\nno header\r\n\r\n1\r\n--abc--",
        "--abc\r\n" + FIELD + "\r\n" + FIELD + "\r\n\r\n1\r\n--abc--",
        "--abc\r\n" + FIELD + "; name=\"b\"\r\n\r\n1\r\n--abc--",
      })
  void whatIsNoFormIsUnreadable(String form) {
    FormReader reader = reader(form);
    FilesException refusal =
        assertThrows(
            FilesException.class,
            () -> {
              while (reader.next().isPresent()) {
                // To its end.
              }
            });
    assertEquals("File is empty or not readable.", refusal.detail());
  }

  @Test
  void everythingIsBounded() {
    assertUnreadable("--abc\r\nX: " + "x".repeat(9000) + "\r\n\r\n1\r\n--abc--");
    assertUnreadable(("--abc\r\n" + FIELD + "\r\n\r\n\r\n").repeat(65) + "--abc--");
    assertUnreadable("--abc\r\n" + FIELD + "\r\n\r\n\r\n--abc--" + "x".repeat(90_000));
    assertUnreadable("x".repeat(9000) + "\r\n--abc--");
  }

  private static void assertUnreadable(String form) {
    FormReader reader = reader(form);
    assertEquals(
        FilesFault.UNREADABLE,
        assertThrows(
                FilesException.class,
                () -> {
                  while (reader.next().isPresent()) {
                    // To its end.
                  }
                })
            .fault());
  }

  @Test
  void aFieldIsShortAndUtf8() throws IOException {
    FormPart part = reader("--abc\r\n" + FIELD + "\r\n\r\n\u00ff\r\n--abc--").next().orElseThrow();
    assertEquals(
        FilesFault.INVALID_FIELD,
        assertThrows(FilesException.class, () -> FormReader.text(part, 10)).fault());
    FormPart large = reader("--abc\r\n" + FIELD + "\r\n\r\n12345\r\n--abc--").next().orElseThrow();
    assertEquals(
        FilesFault.INVALID_FIELD,
        assertThrows(FilesException.class, () -> FormReader.text(large, 4)).fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "multipart/mixed; boundary=abc",
        "",
        "multipart/form-datas; boundary=abc"
      })
  void otherMediaTypesAreNotTaken(String type) {
    assertEquals(
        FilesFault.UNSUPPORTED_TYPE,
        assertThrows(
                FilesException.class, () -> new FormReader(InputStream.nullInputStream(), type))
            .fault());
  }
}
