package io.deltas3proxy.deploy;

import java.nio.file.Path;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.GenericArchive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.FileAsset;

/**
 * The file that Maven packaged. It travels inside the archive of Arquillian and is deployed byte
 * for byte: what the tests pass is what users get.
 */
final class PackagedWar {

  private static final Path FILE = Path.of("target", "delta-s3-proxy.war").toAbsolutePath();

  private PackagedWar() {}

  static Archive<?> archive() {
    return ShrinkWrap.create(GenericArchive.class, "ROOT.war")
        .add(new FileAsset(FILE.toFile()), FILE.getFileName().toString());
  }

  static Path fileOf(Archive<?> archive) {
    if (archive.get(FILE.getFileName().toString()).getAsset() instanceof FileAsset file) {
      return file.getSource().toPath();
    }
    throw new IllegalArgumentException("not the packaged WAR: " + archive);
  }
}
