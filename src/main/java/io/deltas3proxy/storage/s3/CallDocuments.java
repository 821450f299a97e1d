package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.UploadCompletion;
import java.util.Map;
import java.util.TreeMap;

/** Writes the documents that a store is sent. */
final class CallDocuments {

  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private CallDocuments() {}

  static String completion(UploadCompletion completion) {
    StringBuilder text = start("CompleteMultipartUpload");
    for (UploadCompletion.Part part : completion.parts()) {
      text.append("<Part>");
      add(text, "PartNumber", Integer.toString(part.number()));
      add(text, "ETag", AnswerReader.quoted(part.eTag()));
      new TreeMap<>(part.checksums()).forEach((name, value) -> add(text, name, value));
      text.append("</Part>");
    }
    return text.append("</CompleteMultipartUpload>").toString();
  }

  static String tagging(Map<String, String> tags) {
    StringBuilder text = start("Tagging").append("<TagSet>");
    new TreeMap<>(tags)
        .forEach((key, value) -> {
          text.append("<Tag>");
          add(text, "Key", key);
          add(text, "Value", value);
          text.append("</Tag>");
        });
    return text.append("</TagSet></Tagging>").toString();
  }

  private static StringBuilder start(String root) {
    return new StringBuilder(512)
        .append('<')
        .append(root)
        .append(" xmlns=\"")
        .append(NAMESPACE)
        .append("\">");
  }

  private static void add(StringBuilder text, String name, String value) {
    text.append('<').append(name).append('>');
    value
        .chars()
        .forEach(character -> {
          switch (character) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '\r' -> text.append("&#13;");
            default -> text.append((char) character);
          }
        });
    text.append("</").append(name).append('>');
  }
}
