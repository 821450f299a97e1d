package io.deltas3proxy.website.visitor;

import java.util.Optional;

/**
 * What is recorded of visits, and where it goes.
 *
 * @param anonymous whether addresses are cut before they leave this process
 */
public record VisitSettings(
    Optional<LogSettings> log,
    Optional<MongoSettings> mongo,
    Optional<InfluxSettings> influx,
    QueueSettings queue,
    boolean anonymous) {}
