package io.deltas3proxy.deploy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The files of the table that the deployment tests serve, and its log. */
final class Lake {

  /** Sent whole. */
  static final LakeFile PLAIN = new LakeFile("part=open/plain.parquet", "open");

  /** Nobody may read it. */
  static final LakeFile FORBIDDEN = new LakeFile("part=closed/secret.parquet", "closed");

  /** The backend ends in the middle of it. */
  static final LakeFile CUT = new LakeFile("part=open/cut.parquet", "open");

  /** The backend announces it and ends. */
  static final LakeFile CUT_AT_ONCE = new LakeFile("part=open/cut-at-once.parquet", "open");

  /** The backend answers when enough requests for it have come. */
  static final LakeFile HELD = new LakeFile("part=open/held.parquet", "open");

  /** In the store, in no log. */
  static final LakeFile STRAY = new LakeFile("part=open/stray.parquet", "open");

  /** Longest key of S3 is 1024 bytes, the alias and its slash included. */
  static final LakeFile LONG =
      new LakeFile("long/" + "k".repeat(1024 - "lake/long/".length()), "open");

  /**
   * Keys that servers like to change. What each would become is there too, forbidden, with other
   * content.
   */
  static final List<LakeFile> SPECIAL =
      List.of(
          open("special/slash%2Fencoded"),
          open("special/percent%25"),
          open("special/100%"),
          open("special/plus+sign"),
          open("special/a space"),
          open("special//double"),
          open("special///triple"),
          open("special/matrix;x=1"),
          open("special/matrix;jsessionid=1/inner"),
          open("special/\u00fcnic\u00f6de \u65e5\u672c \ud83d\ude00"),
          open("special/back\\slash"),
          open("special/col=a%3Db/quoted\"file"),
          open("special/ampersand&question?hash#"),
          open("special/...dots..."),
          open("special/tab\there"),
          open("WEB-INF/web.xml"),
          open("META-INF/MANIFEST.MF"));

  private static final List<LakeFile> CONFUSABLE =
      List.of(
          closed("special/slash/encoded"),
          closed("special/percent%"),
          closed("special/plus sign"),
          closed("special/a+space"),
          closed("special/double"),
          closed("special/triple"),
          closed("special/matrix"),
          closed("special/matrix/inner"),
          closed("special/back/slash"),
          closed("special/col=a=b/quoted\"file"),
          closed("special/ampersand&question"));

  private Lake() {}

  private static LakeFile open(String key) {
    return new LakeFile(key, "open");
  }

  private static LakeFile closed(String key) {
    return new LakeFile(key, "closed");
  }

  /** Every file that the log names. */
  static List<LakeFile> files() {
    return Stream.concat(
            Stream.of(PLAIN, FORBIDDEN, CUT, CUT_AT_ONCE, HELD, LONG),
            Stream.concat(SPECIAL.stream(), CONFUSABLE.stream()))
        .toList();
  }

  /** The only commit of the table. */
  static byte[] log() {
    StringBuilder log = new StringBuilder(new String(definition(), StandardCharsets.UTF_8));
    for (LakeFile file : files()) {
      log.append(
          """
          {"add":{"path":"%s","partitionValues":{"part":"%s"},"size":%d,\
          "modificationTime":1700000000000,"dataChange":true}}
          """
              .formatted(file.encoded(), file.part(), file.content().length));
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What such a table is. */
  static byte[] definition() {
    return """
    {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
    {"metaData":{"id":"5b1c8f2e-3d0a-4c1b-9e55-6a3d2f10c7aa",\
    "format":{"provider":"parquet","options":{}},\
    "schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[\
    {\\"name\\":\\"id\\",\\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{}},\
    {\\"name\\":\\"part\\",\\"type\\":\\"string\\",\\"nullable\\":true,\\"metadata\\":{}}]}",\
    "partitionColumns":["part"],"configuration":{},"createdTime":1700000000000}}
    """
        .getBytes(StandardCharsets.UTF_8);
  }
}
