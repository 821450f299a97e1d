package io.deltas3proxy.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.view.LogView;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies a view to the disk as a client sees it, for readers of tables. */
public final class ViewCopy {

  private ViewCopy() {}

  /** Every file of a view, page by page. */
  public static List<ListedObject> list(Table table, LogView view, int pageSize)
      throws IOException {
    String prefix = table.location().keyPrefix() + "_delta_log/";
    List<ListedObject> objects = new ArrayList<>();
    @Nullable String after = null;
    while (true) {
      ListingPage page =
          view.list(new ListingRequest(table.location().bucket(), prefix, "/", after, pageSize));
      objects.addAll(page.objects());
      if (!page.truncated()) {
        return objects;
      }
      after = page.nextStartAfter();
    }
  }

  /**
   * Copies a view below another root and sees to it that all answers agree.
   *
   * @return names of the files
   */
  public static List<String> copy(Table table, LogView view, Path root) throws IOException {
    Path directory = Files.createDirectories(root.resolve("_delta_log"));
    List<String> names = new ArrayList<>();
    for (ListedObject object : list(table, view, 3)) {
      String name = object.key().substring(object.key().lastIndexOf('/') + 1);
      ObjectAddress address = new ObjectAddress(table.location().bucket(), object.key());
      ObjectInfo head = view.head(ReadRequest.whole(address)).info();
      byte[] bytes;
      try (ObjectContent content = view.get(ReadRequest.whole(address))) {
        bytes = content.body().readAllBytes();
        assertEquals(head, content.head().info(), name);
      }
      assertEquals(object.size(), bytes.length, name);
      assertEquals(object.size(), head.size(), name);
      assertEquals(object.eTag(), head.eTag(), name);
      assertEquals(object.lastModified(), head.lastModified(), name);
      Path file = directory.resolve(name);
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, FileTime.from(object.lastModified()));
      names.add(name);
    }
    return names;
  }
}
