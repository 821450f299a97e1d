package io.deltas3proxy.files.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /files/openapi.json}: the description of the interface (OpenAPI 3.1). */
final class FilesDescription {

  private static final String RESOURCE = "openapi.json";

  private final JsonNode document;

  FilesDescription() {
    try (InputStream resource = FilesDescription.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("the description is missing");
      }
      document = new JsonMapper().readTree(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonAnswer.send(request, response, HttpServletResponse.SC_OK, document);
  }
}
