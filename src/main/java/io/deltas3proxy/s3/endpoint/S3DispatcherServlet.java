package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.Grounds;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.view.TableViews;
import io.deltas3proxy.delta.view.ViewedStore;
import io.deltas3proxy.http.Judgement;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Documents;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionCommand;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out a command, after the one place that lets it pass was asked. */
public final class S3DispatcherServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final S3Target NOTHING = new S3Target("", "");

  private final transient DeltaBucket bucket;
  private final transient BackendAccess backends;
  private final transient TableViews views;
  private final transient BucketListing listing;
  private final transient ObjectDelivery delivery;
  private final transient Tagging tagging = new Tagging();
  private final transient MultipartUploading uploads;
  private final transient UploadListing uploadListing;
  private final transient Changes changes;
  private final transient CorsHeaders cors;
  private final String region;

  /**
   * Makes the servlet.
   *
   * @param writing without meaning where nothing may be changed
   */
  public S3DispatcherServlet(
      DeltaBucket bucket,
      BackendAccess backends,
      TableViews views,
      WritingSettings writing,
      EndpointSettings settings) {
    this.bucket = bucket;
    this.backends = backends;
    this.views = views;
    this.listing = new BucketListing(bucket, settings.listing());
    this.delivery = new ObjectDelivery(settings.retrieval());
    this.uploads = new MultipartUploading(writing);
    this.changes = new Changes(bucket, uploads, writing);
    this.uploadListing = new UploadListing(bucket, writing);
    this.cors = new CorsHeaders(settings.cors());
    this.region = settings.region();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    S3Exchange exchange = S3Exchange.of(request);
    Caller caller = exchange.caller();
    CallerStores stores = sight -> store(exchange, sight);
    RequestContext context = RequestContext.of(request);
    bucket.tableOf(subject(exchange.command())).ifPresent(table -> context.table(table.alias()));
    try {
      Clearance clearance =
          bucket.require(
              caller, RequiredAccess.of(exchange.command()), grounds -> note(grounds, context));
      TableAccess sight = clearance.sight();
      if (sight != null) {
        context.table(sight.table().alias());
      }
      switch (exchange.command()) {
        case S3Command.ListBuckets c ->
            XmlAnswer.send(request, response, S3Documents.buckets(buckets(c), region));
        case S3Command.HeadBucket c -> headBucket(response);
        case S3Command.GetBucketLocation c ->
            XmlAnswer.send(request, response, S3Documents.location(region));
        case S3Command.ListObjects c ->
            XmlAnswer.send(request, response, listing.list(caller, stores, c));
        case S3Command.ListObjectsV2 c ->
            XmlAnswer.send(request, response, listing.list(caller, stores, c));
        case S3Command.GetObject c ->
            delivery.get(clearance.readable(), c.read(), caller, stores, request, response);
        case S3Command.HeadObject c ->
            delivery.head(clearance.readable(), c.read(), stores, response);
        case S3Command.Preflight c -> preflight(request, response);
        case S3Command.GetObjectTagging c ->
            XmlAnswer.send(request, response, tagging.get(clearance.readable(), c, stores));
        case S3Command.ListParts c ->
            XmlAnswer.send(
                request,
                response,
                WriteDocuments.parts(c, uploads.parts(clearance.writable(), c, stores)));
        case S3Command.ListMultipartUploads c ->
            XmlAnswer.send(request, response, uploadListing.list(caller, c));
        case S3VersionCommand c -> throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
        case S3Change c -> changes.carryOut(c, clearance, stores, request, response);
      }
    } catch (TableUnavailableException | AccountsUnavailableException e) {
      throw new ServletException(e);
    }
  }

  /** Sights know their table by the store that logs are read from. */
  private ObjectStore store(S3Exchange exchange, TableAccess sight)
      throws StoreException, TableUnavailableException {
    Table logged = sight.table();
    Table served = bucket.tableOf(logged.alias()).orElse(logged);
    ObjectStore store = backends.storeFor(exchange, served);
    return served.filtered()
        ? new ViewedStore(served.location(), store, views.of(logged, sight.policy()))
        : store;
  }

  /** What a command is about, to note the table in the log. */
  private static S3Target subject(S3Command command) {
    return switch (command) {
      case S3Command.GetObject c -> c.read().target();
      case S3Command.HeadObject c -> c.read().target();
      case S3Command.ListObjects c -> new S3Target(c.bucket(), c.query().prefix());
      case S3Command.ListObjectsV2 c -> new S3Target(c.bucket(), c.query().prefix());
      case S3Command.GetObjectTagging c -> c.target();
      case S3Command.ListParts c -> c.target();
      case S3Command.ListMultipartUploads c -> new S3Target(c.bucket(), c.prefix());
      case S3VersionCommand c -> new S3Target(c.bucket(), "");
      case S3Change c -> c.target();
      case S3Command.ListBuckets c -> NOTHING;
      case S3Command.HeadBucket c -> NOTHING;
      case S3Command.GetBucketLocation c -> NOTHING;
      case S3Command.Preflight c -> NOTHING;
    };
  }

  private static void note(Supplier<Optional<Grounds>> found, RequestContext context) {
    context.judgement(() ->
        found
            .get()
            .map(grounds ->
                new Judgement(
                    grounds.partitions(), grounds.more(), grounds.rule(), grounds.indexVersion()))
            .orElse(null));
  }

  private List<String> buckets(S3Command.ListBuckets command) {
    @Nullable String wanted = command.region();
    boolean asked =
        bucket.name().startsWith(command.prefix()) && (wanted == null || wanted.equals(region));
    return asked ? List.of(bucket.name()) : List.of();
  }

  private void headBucket(HttpServletResponse response) {
    response.setHeader("x-amz-bucket-region", region);
    response.setContentType("application/xml");
  }

  private void preflight(HttpServletRequest request, HttpServletResponse response) {
    cors.addPermissions(request, response);
    response.setContentLength(0);
  }
}
