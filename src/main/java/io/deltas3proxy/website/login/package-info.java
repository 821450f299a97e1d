/**
 * Viewers of private sites: they log in at an identity provider (OpenID Connect Core 1.0, code flow
 * with PKCE), and a sealed cookie knows them again. Nothing of a login is kept here, so that every
 * instance with the same key knows all viewers.
 */
@NullMarked
package io.deltas3proxy.website.login;

import org.jspecify.annotations.NullMarked;
