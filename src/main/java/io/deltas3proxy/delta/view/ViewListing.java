package io.deltas3proxy.delta.view;

import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import java.util.ArrayList;
import java.util.List;

/** Collects one page of a view's listing from names that come in order. */
final class ViewListing {

  private static final int DIGITS = 20;

  private final ListingRequest request;
  private final String directory;
  private final List<ListedObject> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String last = "";
  private boolean truncated;

  ViewListing(ListingRequest request, String directory) {
    this.request = request;
    this.directory = directory;
  }

  /** A version before which no name is asked for; -1 when no name with a version is. */
  long firstVersion() {
    String after = request.startAfter();
    String prefix = request.prefix();
    String first = after == null || KeyOrder.UTF_8.compare(after, prefix) < 0 ? prefix : after;
    if (!first.startsWith(directory)) {
      return first.compareTo(directory) > 0 ? -1 : 0;
    }
    String name = first.substring(directory.length());
    if (!name.isEmpty() && name.charAt(0) > '9') {
      return -1;
    }
    StringBuilder digits = new StringBuilder();
    while (digits.length() < Math.min(DIGITS, name.length())
        && name.charAt(digits.length()) >= '0'
        && name.charAt(digits.length()) <= '9') {
      digits.append(name.charAt(digits.length()));
    }
    while (digits.length() < DIGITS) {
      digits.append('0');
    }
    String padded = digits.toString();
    return padded.compareTo("09223372036854775807") > 0 ? -1 : Long.parseLong(padded);
  }

  /** Whether the page takes no more, after something that it would have taken. */
  boolean isFull() {
    return truncated;
  }

  /** Whether a file of this name belongs on the page, if there is one; it may be a group's. */
  boolean wants(String name) {
    String key = directory + name;
    return !truncated && key.startsWith(request.prefix()) && isAfter(shown(key));
  }

  private boolean isAfter(String shown) {
    String after = request.startAfter();
    return !shown.equals(last) && (after == null || KeyOrder.UTF_8.compare(shown, after) > 0);
  }

  private String shown(String key) {
    String delimiter = request.delimiter();
    int group = delimiter == null ? -1 : key.indexOf(delimiter, request.prefix().length());
    return delimiter == null || group < 0 ? key : key.substring(0, group + delimiter.length());
  }

  void add(ListedObject object) {
    if (objects.size() + prefixes.size() == request.maxKeys()) {
      truncated = true;
      return;
    }
    String shown = shown(object.key());
    if (shown.equals(object.key())) {
      objects.add(object);
    } else {
      prefixes.add(shown);
    }
    last = shown;
  }

  ListingPage page() {
    return new ListingPage(objects, prefixes, truncated, truncated ? last : "");
  }
}
