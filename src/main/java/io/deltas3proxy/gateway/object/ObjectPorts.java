package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Placements;
import io.deltas3proxy.gateway.Uploads;

/** All that objects are made of. */
public record ObjectPorts(
    Backends backends,
    Placements placements,
    ObjectVersions versions,
    Uploads uploads,
    Jobs jobs) {}
