package io.deltas3proxy.access;

/** What somebody wants to do with an object. */
public enum WriteIntent {
  /** Store it in one request: a body, or a copy of another object. */
  PUT,
  /** The same in place of one that has a given entity tag: {@code If-Match}. */
  REPLACE,
  /** Begin to store it in parts, or make it of them. */
  MULTIPART,
  /**
   * Store a part, or look at parts, or give them up: the object itself does not change. Of a file
   * this says only that the caller may write some; the upload itself is its writer's.
   */
  PART,
  DELETE,
  /** Change its tags. */
  TAG;

  boolean isInParts() {
    return this == MULTIPART || this == PART;
  }

  /** Whether it is about an object that is there. */
  boolean isOfExisting() {
    return this == DELETE || this == TAG;
  }
}
