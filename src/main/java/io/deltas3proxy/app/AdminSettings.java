package io.deltas3proxy.app;

import io.deltas3proxy.admin.AdminTokens;

/** The administration interface: whether there is one, and for whom. */
record AdminSettings(boolean enabled, AdminTokens tokens) {}
