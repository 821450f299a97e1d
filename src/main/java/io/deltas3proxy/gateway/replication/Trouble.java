package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.storage.StoreException;
import java.io.IOException;

/** Says what a backend did, without the physical places that messages of stores may name. */
final class Trouble {

  private Trouble() {}

  static String of(String backend, IOException failure) {
    return "backend "
        + backend
        + ": "
        + (failure instanceof StoreException store ? of(store) : "the connection broke");
  }

  private static String of(StoreException failure) {
    return switch (failure) {
      case StoreException.NotFound e -> "there is no such object";
      case StoreException.NotModified e -> "it says that nothing has changed";
      case StoreException.PreconditionFailed e -> "the object is not the one that was stored";
      case StoreException.RangeNotSatisfiable e -> "the object is shorter than it was";
      case StoreException.Denied e -> "it refuses the gateway's credentials";
      case StoreException.CallerDenied e -> "it refuses the gateway's credentials";
      case StoreException.Throttled e -> "it asks to slow down";
      case StoreException.Unavailable e -> "it does not answer as it should";
      case StoreException.Conflict e -> "another write of the object was under way";
      case StoreException.NoSuchUpload e -> "it has lost an upload";
      case StoreException.Invalid e -> "it refuses the object: " + e.fault();
      case StoreException.Unsupported e -> "it has no such operation";
      case StoreException.Indeterminate e -> "whether it has stored the object is not known";
    };
  }
}
