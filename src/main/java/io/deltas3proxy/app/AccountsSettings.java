package io.deltas3proxy.app;

import io.deltas3proxy.accounts.SecretCipher;
import io.deltas3proxy.database.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The database of accounts, and how fast its changes come into force.
 *
 * @param cipher of the key that the configuration gives
 * @param keyFile that has the key, where the configuration gives none; it may have to be made
 * @param changesWithin bound for changes to be in force
 * @param poll at most between two questions for changes
 */
record AccountsSettings(
    DatabaseSettings database,
    Optional<SecretCipher> cipher,
    Optional<Path> keyFile,
    Duration changesWithin,
    Duration poll) {}
