package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives writers whose conditions hold, whatever their store can. */
public final class ConditionalWriters {

  private static final Logger LOG = LoggerFactory.getLogger(ConditionalWriters.class);

  /**
   * Where something is written.
   *
   * @param store name of the store
   * @param directory key prefix of the table's log, ending in a slash
   */
  public record Place(String store, String bucket, String directory) {}

  private record Ability(String store, String bucket, ConditionalOperation operation) {}

  private final Map<String, ConditionalWrites> modes;
  private final KeyLocks locks;
  private final Map<Ability, Boolean> found = new ConcurrentHashMap<>();

  /**
   * @param modes by the names of the stores; those that are not named are asked
   */
  public ConditionalWriters(Map<String, ConditionalWrites> modes, KeyLocks locks) {
    this.modes = Map.copyOf(modes);
    this.locks = locks;
  }

  /**
   * The writer of a store.
   *
   * @param store with the credentials to write with
   * @param operation for whose conditions it is
   * @throws StoreException if it is not known what the store can, and it cannot be asked
   */
  public ObjectWriter of(Place place, ObjectStore store, ConditionalOperation operation)
      throws StoreException {
    ObjectWriter writer = store.writer();
    if (!isNative(place, writer)) {
      return new LockedWriter(store, writer, place.store(), locks, true);
    }
    return operation == ConditionalOperation.PUT || detect(place, writer, operation)
        ? writer
        : new LockedWriter(store, writer, place.store(), locks, false);
  }

  /** What is configured speaks of puts: stores have had conditions of those alone for long. */
  private boolean isNative(Place place, ObjectWriter writer) throws StoreException {
    return switch (modes.getOrDefault(place.store(), ConditionalWrites.DETECT)) {
      case NATIVE -> true;
      case LOCK -> false;
      case DETECT -> detect(place, writer, ConditionalOperation.PUT);
    };
  }

  /** Several may ask at once: they get the same answer. A failure is not kept. */
  private boolean detect(Place place, ObjectWriter writer, ConditionalOperation operation)
      throws StoreException {
    Ability ability = new Ability(place.store(), place.bucket(), operation);
    Boolean known = found.get(ability);
    if (known != null) {
      return known;
    }
    boolean has;
    try {
      has = ConditionProbe.in(writer, place.bucket(), place.directory()).keeps(operation);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException.Unavailable("the store cannot be tried", e);
    }
    if (found.put(ability, has) == null) {
      LOG.info(
          "Store {}: conditions of {} are {} by the store",
          place.store(),
          operation,
          has ? "evaluated" : "not evaluated");
    }
    return has;
  }
}
