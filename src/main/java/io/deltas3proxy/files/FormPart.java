package io.deltas3proxy.files;

import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a form.
 *
 * @param name of the field
 * @param fileName {@code null} for a field that is no file
 * @param headers of the part, lower-case names
 * @param body to be read before the next part is asked for; it ends well only where the part does
 */
public record FormPart(
    String name, @Nullable String fileName, Map<String, String> headers, InputStream body) {
  public FormPart {
    headers = Map.copyOf(headers);
  }
}
