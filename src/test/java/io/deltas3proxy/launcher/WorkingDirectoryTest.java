package io.deltas3proxy.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingDirectoryTest {

  @TempDir private Path parent;

  private Path abandoned(String name) throws IOException {
    Path directory = parent.resolve(name);
    Files.createDirectories(directory.resolve("lib"));
    Files.writeString(directory.resolve("lib/some.jar"), "jar");
    return directory;
  }

  @Test
  void whatAProcessLeftThatIsGoneIsDeleted() throws IOException {
    Path left = abandoned(WorkingDirectory.PREFIX + "1");
    Files.createFile(left.resolve(WorkingDirectory.LOCK));
    Path own = WorkingDirectory.create(parent);
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(own.resolve(WorkingDirectory.LOCK)));
  }

  @Test
  void whatAProcessUsesThatLivesStays() throws IOException {
    Path first = WorkingDirectory.create(parent);
    Path second = WorkingDirectory.create(parent);
    assertTrue(Files.exists(first.resolve(WorkingDirectory.LOCK)));
    assertTrue(Files.exists(second.resolve(WorkingDirectory.LOCK)));
  }

  @Test
  void whatHasNoLockIsNotOfThisKind() throws IOException {
    Path other = abandoned(WorkingDirectory.PREFIX + "of-somebody");
    WorkingDirectory.create(parent);
    assertTrue(Files.exists(other.resolve("lib/some.jar")));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path elsewhere = abandoned("elsewhere");
    Files.createFile(elsewhere.resolve(WorkingDirectory.LOCK));
    Files.createSymbolicLink(parent.resolve(WorkingDirectory.PREFIX + "link"), elsewhere);
    WorkingDirectory.create(parent);
    assertTrue(Files.exists(elsewhere.resolve("lib/some.jar")));
  }
}
