package io.deltas3proxy.app;

import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.delta.kernel.KernelCommitTrials;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.s3.endpoint.WritingSettings;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.conditional.ConditionalWriters;
import io.deltas3proxy.storage.conditional.ConditionalWrites;
import io.deltas3proxy.storage.conditional.JdbcKeyLocks;
import io.deltas3proxy.storage.conditional.KeyLocks;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What writing needs of the rest. */
final class WritingParts {

  private WritingParts() {}

  static WritingSettings of(
      LakeSettings lake,
      AccountsParts accounts,
      KernelTableIndexes indexes,
      Optional<MultipartUploads> uploads,
      Clock clock) {
    Map<String, ConditionalWrites> modes = new HashMap<>();
    lake.backends().forEach((name, backend) -> modes.put(name, backend.conditionalWrites()));
    // A link to a file that is there cannot be made.
    modes.put(TableSettings.LOCAL, ConditionalWrites.NATIVE);
    KeyLocks locks =
        accounts
            .database()
            .<KeyLocks>map(database -> new JdbcKeyLocks(database.database(), clock))
            .orElse(WritingParts::withoutDatabase);
    return new WritingSettings(
        indexes,
        new KernelCommitTrials(indexes, clock),
        new ConditionalWriters(modes, locks),
        uploads,
        clock);
  }

  private static KeyLocks.Lease withoutDatabase(String store, ObjectAddress address)
      throws StoreException {
    throw new StoreException.Unavailable("there is no database for locks of store " + store);
  }
}
