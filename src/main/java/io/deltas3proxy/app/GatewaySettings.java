package io.deltas3proxy.app;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.endpoint.AccessRule;
import io.deltas3proxy.gateway.placement.ReplicationRule;
import io.deltas3proxy.gateway.provider.ProbeSettings;
import io.deltas3proxy.gateway.provider.ProviderFiles;
import io.deltas3proxy.gateway.replication.ReplicationSettings;
import io.deltas3proxy.gateway.replication.ScanSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway over several backends.
 *
 * @param files that say which backends there are
 * @param strategy which buckets there are
 * @param writes how writes end well
 * @param zone where this instance stands; {@code null} where that is not said
 * @param readOnly whether nothing may be changed
 * @param access who may do what, beside the rules of the database
 * @param openManagement whether the management interface asks for no token
 * @param operationsDays how many days operations stay in their log
 * @param replicationRules that are not the database's
 */
record GatewaySettings(
    ProviderFiles files,
    BucketStrategy strategy,
    GatewayWrites writes,
    @Nullable Location zone,
    boolean readOnly,
    List<AccessRule> access,
    boolean openManagement,
    int operationsDays,
    ProbeSettings probe,
    List<ReplicationRule> replicationRules,
    ReplicationSettings jobs,
    ScanSettings scans) {

  GatewaySettings {
    access = List.copyOf(access);
    replicationRules = List.copyOf(replicationRules);
  }
}
