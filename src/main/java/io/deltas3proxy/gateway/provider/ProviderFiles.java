package io.deltas3proxy.gateway.provider;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    KnownProviders known = KnownProviders.NONE;
    if (providersFile != null) {
      String name = name(providersFile);
      known = new KnownProviders(name, ProvidersFileParser.parse(name, text(providersFile)));
    }
    BackendsFile backends = BackendsFileParser.parse(name(backendsFile), text(backendsFile), known);
    return new ProviderDirectory(known.providers(), backends);
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
