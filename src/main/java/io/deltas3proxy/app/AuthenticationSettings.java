package io.deltas3proxy.app;

/**
 * Who is let in.
 *
 * @param required whether every request must be signed; else everybody is anonymous
 * @param unsignedPayload whether a body may come without a signed hash
 * @param accounts whether there is anybody who could sign: users, a database or a provider
 */
record AuthenticationSettings(boolean required, boolean unsignedPayload, boolean accounts) {}
