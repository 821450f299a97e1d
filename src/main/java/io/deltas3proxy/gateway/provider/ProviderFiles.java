package io.deltas3proxy.gateway.provider;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two files that say which backends there are.
 *
 * @param providersFile {@code null} for none: then no provider is known to have anything
 */
public record ProviderFiles(Path backendsFile, @Nullable Path providersFile) {

  private static final long MOST_BYTES = 16L << 20;

  /**
   * Reads both, whole, and holds them against each other.
   *
   * @throws ProviderFilesException that names all that is wrong
   */
  public ProviderDirectory read() throws ProviderFilesException {
    List<FileProblem> problems = new ArrayList<>();
    KnownProviders known = KnownProviders.NONE;
    try {
      known = providers();
    } catch (ProviderFilesException e) {
      problems.addAll(e.problems());
    }
    BackendsFile backends = null;
    try {
      backends = BackendsFileParser.parse(name(backendsFile), text(backendsFile), known);
    } catch (ProviderFilesException e) {
      problems.addAll(e.problems());
    }
    if (backends == null || !problems.isEmpty()) {
      throw new ProviderFilesException(problems);
    }
    return new ProviderDirectory(known.providers(), backends);
  }

  private KnownProviders providers() throws ProviderFilesException {
    if (providersFile == null) {
      return KnownProviders.NONE;
    }
    String name = name(providersFile);
    return new KnownProviders(name, ProvidersFileParser.parse(name, text(providersFile)));
  }

  /** That relative paths in the file of backends start from. */
  public Path directory() {
    Path parent = backendsFile.getParent();
    return parent == null ? backendsFile.toAbsolutePath().resolveSibling("") : parent;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String text(Path file) throws ProviderFilesException {
    try {
      if (!Files.isRegularFile(file)) {
        throw failure(file, "there is no such file");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw failure(file, "is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw failure(file, "is not UTF-8");
    } catch (IOException e) {
      throw failure(file, "cannot be read");
    }
  }

  private static ProviderFilesException failure(Path file, String message) {
    return new ProviderFilesException(List.of(FileProblem.of(name(file), message)));
  }
}
