package io.deltas3proxy.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads places of objects: {@code "s3://bucket/prefix"}, {@code "file:directory"}, or a map with
 * such a {@code uri} and the {@code store} that has it.
 */
final class PlaceParser {

  private static final String STORE = "store";

  private final LakeSettings lake;
  private final Path directory;
  private final Map<String, String> storeByBucket = new HashMap<>();

  /**
   * Makes a parser.
   *
   * @param directory that relative paths start from
   */
  PlaceParser(LakeSettings lake, Path directory) {
    this.lake = lake;
    this.directory = directory;
    lake.backends()
        .forEach((name, backend) ->
            backend.buckets().forEach(bucket -> storeByBucket.put(bucket, name)));
  }

  /** Reads one; empty when it is missing or wrong, which has been reported then. */
  Optional<Place> parse(Section section, String key) {
    if (!section.isMap(key)) {
      if (!section.has(key)) {
        section.problem(key, "is missing: where the objects are, for example s3://bucket/path");
        return Optional.empty();
      }
      return located(section, key, Optional.empty());
    }
    Section place = section.section(key);
    Optional<String> store = place.text(STORE);
    if (!place.has("uri")) {
      place.problem("uri", "is missing");
    }
    if (store.isPresent() && !lake.backends().containsKey(store.get())) {
      place.problem(
          STORE,
          "is not a store of the section stores: "
              + store.get()
              + Spelling.nearest(store.get(), lake.backends().keySet())
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse(""));
    }
    Optional<Place> parsed = located(place, "uri", store);
    place.end();
    return parsed.filter(found -> isOpen(found.store()));
  }

  private boolean isOpen(String store) {
    return store.equals(TableSettings.LOCAL) || lake.backends().containsKey(store);
  }

  private Optional<Place> located(Section section, String key, Optional<String> store) {
    return section
        .parsed(key, text -> TableUri.parse(text, directory))
        .flatMap(uri ->
            switch (uri) {
              case TableUri.Bucket(String bucket, String path) ->
                  Optional.of(
                      new Place(
                          store.orElse(storeByBucket.getOrDefault(bucket, BackendSettings.DEFAULT)),
                          bucket,
                          path));
              case TableUri.Directory(Path path) -> local(section, key, store, path);
            });
  }

  private Optional<Place> local(
      Section section, String key, Optional<String> store, Path directory) {
    if (store.isPresent()) {
      section.problem(STORE, "is for s3: places only, this one is " + directory);
      return Optional.empty();
    }
    if (lake.localDirectories().stream().noneMatch(directory::startsWith)) {
      section.problem(key, directory + " is not below a directory that localDirectories allows");
      return Optional.empty();
    }
    return Optional.of(new Place(TableSettings.LOCAL, "", directory.toString().substring(1)));
  }
}
