package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.cache.CacheUse;
import io.deltas3proxy.cache.KeptData;
import java.util.List;

/** What administrators do with that which this process keeps. */
public record Caches(List<KeptData> caches, ChangeLog changes) {
  public Caches {
    caches = List.copyOf(caches);
  }

  ArrayNode list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (KeptData cache : caches) {
      CacheUse use = cache.use().get();
      list.addObject()
          .put("name", cache.name())
          .put("entries", use.entries())
          .put("hits", use.hits())
          .put("misses", use.misses())
          .put("evictions", use.evictions())
          .put("droppable", cache.drop() != null);
    }
    return list;
  }

  /** Drops all that can be. */
  void drop(Administrator by) {
    for (KeptData cache : caches) {
      Runnable drop = cache.drop();
      if (drop != null) {
        drop.run();
      }
    }
    changes.changed(new Change(by, "caches.drop", "*", null, null));
  }

  void drop(Administrator by, String name) {
    KeptData cache =
        caches.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> AdminException.missing("There is no cache of this name"));
    Runnable drop = cache.drop();
    if (drop == null) {
      throw new AdminException(409, "This cache cannot be dropped: refresh its tables instead");
    }
    drop.run();
    changes.changed(new Change(by, "caches.drop", name, null, null));
  }
}
