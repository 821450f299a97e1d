package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The moment in which a file gets its key, or loses it. */
final class Publication {

  private final Roots roots;

  Publication(Roots roots) {
    this.roots = roots;
  }

  /**
   * Gives a sealed file its key, in one step, if the conditions hold. When this returns, the name
   * is on the disk.
   */
  void publish(StagedFile file, Place place, WriteConditions conditions) throws StoreException {
    try (OpenDirectory directory = place.staging().open(place.parent())) {
      KeyLock.holding(
          place.staging(),
          place.path(),
          () -> {
            require(place, conditions);
            if (conditions.ifAbsent() && place.staging().hasLinks()) {
              link(file, directory, place);
            } else {
              file.directory().move(file.name(), directory, place.name());
            }
          });
      force(directory, place);
    } catch (IOException e) {
      throw LocalFailures.writing(e, place.path());
    }
  }

  /** Takes a key from its file; what is no file stays. */
  void remove(Place place) throws StoreException {
    try (OpenDirectory directory = place.staging().open(place.parent())) {
      FileState state = state(place.path());
      if (state == null || state.kind() == FileState.Kind.DIRECTORY) {
        return;
      }
      KeyLock.holding(place.staging(), place.path(), () -> directory.delete(place.name()));
      force(directory, place);
    } catch (NoSuchFileException e) {
      // Somebody else was faster.
    } catch (IOException e) {
      throw LocalFailures.writing(e, place.path());
    }
  }

  /** Takes a key from its file if the file has the tag. */
  void remove(Place place, String ifMatch) throws StoreException {
    try (OpenDirectory directory = place.staging().open(place.parent())) {
      KeyLock.holding(
          place.staging(),
          place.path(),
          () -> {
            if (!matches(ifMatch, state(place.path()), place)) {
              throw new StoreException.PreconditionFailed("is another: " + place.path());
            }
            directory.delete(place.name());
          });
      force(directory, place);
    } catch (NoSuchFileException e) {
      throw new StoreException.PreconditionFailed("is gone: " + place.path());
    } catch (IOException e) {
      throw LocalFailures.writing(e, place.path());
    }
  }

  private void require(Place place, WriteConditions conditions) throws IOException {
    FileState there = state(place.path());
    if (there != null && isInTheWay(there)) {
      throw LocalFailures.unfit("a directory has this name", place.key());
    }
    if (conditions.ifAbsent() && there != null) {
      requireReadable(place);
      throw new StoreException.PreconditionFailed("is there: " + place.path());
    }
    String tag = conditions.ifMatch();
    if (tag != null && !matches(tag, there, place)) {
      throw new StoreException.PreconditionFailed("is another: " + place.path());
    }
  }

  /** For readers a link that leads nowhere is not there: nobody could tell why it is in the way. */
  private void requireReadable(Place place) throws StoreException {
    try {
      var unused = roots.real(place.path());
    } catch (StoreException.NotFound e) {
      throw LocalFailures.unfit("a link that leads nowhere has this name", place.key());
    }
  }

  private static boolean isInTheWay(FileState there) {
    return there.kind() == FileState.Kind.DIRECTORY || there.kind() == FileState.Kind.OTHER;
  }

  private boolean matches(String tag, @Nullable FileState there, Place place) throws IOException {
    FileState state = there;
    if (state != null && state.kind() == FileState.Kind.LINK) {
      try {
        state = FileState.read(roots.real(place.path()));
      } catch (StoreException.NotFound e) {
        return false;
      }
    }
    return state != null
        && state.kind() == FileState.Kind.FILE
        && EntityTags.parse(tag).matchesStrongly(state.eTag());
  }

  private static @Nullable FileState state(Path path) throws IOException {
    try {
      return FileState.read(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * A second name for the file, only if there is none: the one step that also keeps away those who
   * do not ask for the lock. It goes by paths, so they are looked at before and afterwards.
   */
  private static void link(StagedFile file, OpenDirectory directory, Place place)
      throws IOException {
    Descent.requireNoLink(place.parent());
    Descent.requireNoLink(file.path());
    try {
      Files.createLink(place.path(), file.path());
    } catch (FileAlreadyExistsException e) {
      throw new StoreException.PreconditionFailed("is there: " + place.path());
    }
    Object published = identityOf(directory, place);
    Object own = file.identity();
    if (own != null && !own.equals(published)) {
      throw new StoreException.Unavailable(
          "its directory was replaced: " + place.path(), new IOException("is another file"));
    }
  }

  private static @Nullable Object identityOf(OpenDirectory directory, Place place)
      throws IOException {
    try {
      return directory.identity(place.name());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** From here on others see what was done; that it stays is not known when this fails. */
  private static void force(OpenDirectory directory, Place place) throws StoreException {
    try {
      directory.force();
    } catch (IOException e) {
      if (place.staging().keepsHeaders()) {
        throw new StoreException.Indeterminate("may be lost: " + place.path(), e);
      }
      // Nobody could find out afterwards whose file it is, so nobody is sent to look.
      throw new StoreException.Unavailable("may be lost: " + place.path(), e);
    }
  }
}
