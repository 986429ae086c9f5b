package io.dbops.testservers;

/**
 * Whether a kind of server can run here.
 *
 * @param kind the kind
 * @param available whether it can
 * @param reason where the server comes from, or why it cannot run
 */
public record Availability(ServerKind kind, boolean available, String reason) {}
