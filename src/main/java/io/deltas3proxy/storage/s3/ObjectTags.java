package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tags of objects. */
final class ObjectTags {

  private final CallSender sender;

  ObjectTags(CallSender sender) {
    this.sender = sender;
  }

  Map<String, String> get(ObjectAddress address) throws StoreException {
    AnswerDocument document =
        AnswerDocument.read(
            sender.call(call("GET", address, DocumentBody.NONE)),
            Set.of("Tagging"),
            StoreException.Unavailable::new);
    Map<String, String> tags = new TreeMap<>();
    for (AnswerDocument set : document.all("TagSet")) {
      for (AnswerDocument tag : set.all("Tag")) {
        Optional<String> key = tag.value("Key");
        Optional<String> value = tag.value("Value");
        if (key.isEmpty() || value.isEmpty()) {
          throw new StoreException.Unavailable("the store gave half a tag");
        }
        tags.put(key.get(), value.get());
      }
    }
    return tags;
  }

  void set(ObjectAddress address, Map<String, String> tags) throws StoreException {
    sender.call(
        tags.isEmpty()
            ? call("DELETE", address, DocumentBody.NONE)
            : call("PUT", address, DocumentBody.xml(CallDocuments.tagging(tags))));
  }

  private static StoreCall call(String method, ObjectAddress address, OutgoingBody body) {
    return new StoreCall(
        method, address, Map.of("tagging", ""), Map.of(), body, StoreCall.Kind.REPEATABLE);
  }
}
