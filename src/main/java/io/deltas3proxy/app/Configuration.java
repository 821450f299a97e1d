package io.deltas3proxy.app;

import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.accounts.ConfiguredUser;
import io.deltas3proxy.delta.kernel.IndexSettings;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import java.util.List;
import java.util.Optional;

/**
 * The configuration, understood and checked as far as that is possible without asking a store.
 *
 * @param accounts the database of accounts, where one is used
 * @param uncommitted how uncommitted files are kept
 * @param gateway the gateway over several backends, where there is one
 * @param website the websites, where there are any
 * @param files the files API, where there is one
 * @param places of objects other than tables
 * @param source what it was read from, for messages about values that prove wrong later
 */
record Configuration(
    ServerSettings server,
    LakeSettings lake,
    ConfiguredGrants grants,
    List<ConfiguredUser> users,
    Optional<AccountsSettings> accounts,
    AuthenticationSettings authentication,
    EndpointSettings endpoint,
    AuthModes authModes,
    StsSettings sts,
    IndexSettings index,
    Optional<IndexFiles> indexFiles,
    EdgeSettings edge,
    AdminSettings admin,
    UncommittedSettings uncommitted,
    Optional<GatewaySettings> gateway,
    Optional<WebsiteSettings> website,
    Optional<FilesSettings> files,
    List<Place> places,
    ConfigurationTree source) {
  Configuration {
    users = List.copyOf(users);
    places = List.copyOf(places);
  }
}
