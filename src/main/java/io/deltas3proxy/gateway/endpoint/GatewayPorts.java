package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Uploads;
import io.deltas3proxy.gateway.VersionListings;

/** What the face asks of the rest of the gateway. */
public record GatewayPorts(
    GatewayObjects objects,
    ObjectVersions versions,
    VersionListings listings,
    Uploads uploads,
    Backends backends) {}
