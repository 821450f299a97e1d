package io.deltas3proxy.files.endpoint;

import jakarta.servlet.http.HttpServletRequest;

/** What of the files a path means; nothing in it is decoded, since no name stands there. */
sealed interface FilesPath {

  /** First segment of all paths. */
  String ROOT = "/files";

  /** {@code /files}: files themselves. */
  record Files() implements FilesPath {}

  /** {@code /files/jobs/{id}}: an upload in the background. */
  record Job(String id) implements FilesPath {}

  /** {@code /files/tus}: where resumable uploads begin. */
  record Uploads() implements FilesPath {}

  /** {@code /files/tus/{id}}: a resumable upload. */
  record Upload(String id) implements FilesPath {}

  /** {@code /files/openapi.json}: the description. */
  record Description() implements FilesPath {}

  /** Anything else. */
  record Nothing() implements FilesPath {}

  /** Whether it is there for everybody: what says nothing of any file. */
  default boolean isOpen(String method) {
    return this instanceof Description || method.equals("OPTIONS");
  }

  static FilesPath of(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.startsWith(ROOT)) {
      return new Nothing();
    }
    return switch (path.substring(ROOT.length())) {
      case "", "/" -> new Files();
      case "/tus", "/tus/" -> new Uploads();
      case "/openapi.json" -> new Description();
      case String below when id(below, "/jobs/") -> new Job(below.substring(6));
      case String below when id(below, "/tus/") -> new Upload(below.substring(5));
      case String other -> new Nothing();
    };
  }

  private static boolean id(String path, String start) {
    return path.startsWith(start)
        && path.length() > start.length()
        && path.chars()
            .skip(start.length())
            .allMatch(c -> c == '-' || c == '_' || Character.isLetterOrDigit(c));
  }
}
