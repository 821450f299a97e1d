package io.deltas3proxy.app;

import io.deltas3proxy.admin.AdminTokens;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.OperationsLog;
import io.deltas3proxy.gateway.management.BackendRoutes;
import io.deltas3proxy.gateway.management.BucketRoutes;
import io.deltas3proxy.gateway.management.DrainRoutes;
import io.deltas3proxy.gateway.management.JobRoutes;
import io.deltas3proxy.gateway.management.ManagementAccess;
import io.deltas3proxy.gateway.management.OperationRoutes;
import io.deltas3proxy.gateway.management.PlacementRoutes;
import io.deltas3proxy.gateway.management.ReplicationRoutes;
import io.deltas3proxy.gateway.replication.Replication;
import jakarta.servlet.ServletContext;

/** All that administrators can ask of the gateway. */
record GatewayRoutes(
    GatewaySettings settings,
    GatewayBackends backends,
    GatewayModel model,
    OperationsLog operations) {

  /**
   * Registers them.
   *
   * @param tokens of administrators
   */
  void register(ServletContext context, GatewayManagement management, AdminTokens tokens) {
    ChangeLog changes = management.changes();
    Replication replication = model.replication();
    management
        .with(new BackendRoutes(backends.control(), backends.registry(), changes).routes())
        .with(
            new BucketRoutes(
                    settings.strategy().physicalBucket(),
                    settings.strategy().fixed(),
                    backends.registry(),
                    model.buckets(),
                    changes)
                .routes())
        .with(new PlacementRoutes(model.rules(), model.evidence(), changes).routes())
        .with(new JobRoutes(replication.queue(), model.catalog(), changes).routes())
        .with(new ReplicationRoutes(model.statistics(), replication.scans(), changes).routes())
        .with(new OperationRoutes(operations).routes())
        .with(
            new DrainRoutes(backends.control(), replication.drains(), replication.queue(), changes)
                .routes())
        .register(
            context,
            settings.openManagement()
                ? new ManagementAccess.Open()
                : new ManagementAccess.ByToken(tokens));
  }
}
