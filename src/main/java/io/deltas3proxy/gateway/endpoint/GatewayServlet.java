package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.s3.endpoint.ContinuationTokens;
import io.deltas3proxy.s3.endpoint.CorsHeaders;
import io.deltas3proxy.s3.endpoint.S3Exchange;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionCommand;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;

/** Carries out commands on the buckets of the gateway, after the one place let them pass. */
public final class GatewayServlet extends HttpServlet {

  /** Where the buckets are. */
  public static final String PATH = "/s3";

  private static final long serialVersionUID = 1L;

  private final transient BucketNames names;
  private final transient GatewayRights rights;
  private final transient BucketAnswers buckets;
  private final transient KeyListing keys;
  private final transient VersionListing versions;
  private final transient ObjectReading reading;
  private final transient TagsAndLocks beside;
  private final transient AttributeAnswers attributes;
  private final transient PartStoring parts;
  private final transient UploadListing uploads;
  private final transient GatewayChanges changes;
  private final transient CorsHeaders cors;

  /** Makes the servlet. */
  public GatewayServlet(
      GatewayPorts ports,
      BucketNames names,
      AccessRules rules,
      FaceSettings settings,
      Clock clock) {
    VersionFinding finding = new VersionFinding(ports.objects());
    Locks locks = new Locks(clock);
    ObjectStoring storing = new ObjectStoring(ports.objects(), finding, locks);
    this.names = names;
    rights = new GatewayRights(names, rules);
    buckets = new BucketAnswers(rights, names, ports.backends(), settings);
    keys = new KeyListing(ports.listings(), new ContinuationTokens(settings.tokenKey()));
    versions = new VersionListing(ports.listings());
    reading =
        new ObjectReading(
            ports.objects(), finding, new ServingReplica(ports.backends(), settings.zone()));
    beside = new TagsAndLocks(ports.versions(), finding, locks);
    attributes = new AttributeAnswers(finding);
    parts = new PartStoring(ports.objects(), ports.uploads(), storing);
    uploads = new UploadListing(ports.uploads());
    changes =
        new GatewayChanges(storing, parts, new ObjectRemoval(ports.objects()), beside, buckets);
    cors = new CorsHeaders(settings.cors());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    S3Exchange exchange = S3Exchange.of(request);
    S3Command command = exchange.command();
    S3Target target = CommandTargets.of(command);
    OperationNote note = OperationNote.of(request);
    note.target(names.meant(target.bucket()), target.key());
    try {
      Cleared cleared = rights.require(exchange.caller(), command);
      carryOut(new GatewayCall(request, response, exchange.caller(), cleared), command);
    } catch (AccountsUnavailableException e) {
      throw GatewayFailures.of(e);
    } catch (MetadataUnavailableException e) {
      throw GatewayFailures.of(e);
    } catch (RefusedPlacementException e) {
      throw GatewayFailures.of(e);
    } catch (VersionLockedException e) {
      throw GatewayFailures.of(e);
    }
  }

  private void carryOut(GatewayCall call, S3Command command)
      throws IOException,
          AccountsUnavailableException,
          MetadataUnavailableException,
          RefusedPlacementException,
          VersionLockedException {
    switch (command) {
      case S3Command.ListBuckets c -> buckets.list(call, c);
      case S3Command.HeadBucket c -> {
        VersionAnswer.bucket(call, new S3Target(c.bucket(), ""));
        buckets.head(call);
      }
      case S3Command.GetBucketLocation c -> buckets.location(call);
      case S3Command.ListObjects c -> keys.list(call, c);
      case S3Command.ListObjectsV2 c -> keys.list(call, c);
      case S3Command.GetObject c -> reading.get(call, c.read());
      case S3Command.HeadObject c -> reading.head(call, c.read());
      case S3Command.Preflight c -> {
        cors.addPermissions(call.request(), call.response());
        call.done();
      }
      case S3Command.GetObjectTagging c -> beside.tags(call, c);
      case S3Command.ListParts c -> parts.list(call, c);
      case S3Command.ListMultipartUploads c -> uploads.list(call, c);
      case S3VersionCommand c -> ofVersions(call, c);
      case S3Change c -> changes.carryOut(call, c);
    }
  }

  private void ofVersions(GatewayCall call, S3VersionCommand command)
      throws IOException, MetadataUnavailableException {
    switch (command) {
      case S3VersionCommand.ListObjectVersions c -> versions.list(call, c);
      case S3VersionCommand.GetBucketVersioning c -> buckets.versioning(call);
      case S3VersionCommand.GetObjectLockConfiguration c -> buckets.lockConfiguration(call);
      case S3VersionCommand.GetObjectRetention c -> beside.retention(call, c);
      case S3VersionCommand.GetObjectLegalHold c -> beside.legalHold(call, c);
      case S3VersionCommand.GetObjectAttributes c -> attributes.answer(call, c);
    }
  }
}
