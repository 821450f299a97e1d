package io.deltas3proxy.website.login;

import java.time.Duration;

/**
 * How viewers of a site log in.
 *
 * @param session how long a viewer is known before they log in again
 */
public record LoginSettings(
    LoginSite site, LoginClient client, ViewerRules rules, Duration session) {}
