package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Placements;

/** What jobs ask about versions, backends, and where they may meet. */
public record Catalog(
    ObjectVersions versions,
    Buckets buckets,
    Backends backends,
    Placements placements,
    Jobs jobs) {}
