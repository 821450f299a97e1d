package io.deltas3proxy.storage.local;

import java.nio.file.Path;

/**
 * Where the file of a key belongs.
 *
 * @param key as it was asked for
 * @param staging of the root that it is in
 * @param parent an existing directory in the root, with no symbolic link when it was looked at
 * @param name in the parent
 */
record Place(String key, Staging staging, Path parent, String name) {

  Path path() {
    return parent.resolve(name);
  }
}
